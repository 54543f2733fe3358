package dev.atrium.room.fanout;

import java.time.Duration;

/// Decides how long a room waits between two rounds of cursors and pictures: hardly at all while little changes, for
/// half a display's frame where much does, and the longer the fuller the event loops are. How many listen does not
/// matter by itself: it shows in how long a round takes. Pure; not thread-safe.
final class QuickPace {

    private static final Duration SHORTEST = Duration.ofMillis(2);
    /// What is a little late is still seen with the next picture of a display, which shows 60 a second.
    private static final Duration BUSY = Duration.ofMillis(8);

    private static final Duration LONGEST = Duration.ofMillis(100);

    /// As many times as long as a round takes, so that rounds leave half of an event loop to everything else.
    private static final int GAPS_PER_ROUND = 2;

    /// More changes than that after the shortest gap, and the room is busy; not more than that after the longer one,
    /// and it is not any more.
    private static final int BUSY_FROM = 3;

    private static final int CALM_FROM = 4;

    private boolean busy;

    /// @param round how long it takes lately until a round has left
    Duration gap(Duration round) {
        Duration least = busy ? BUSY : SHORTEST;
        Duration spared = round.multipliedBy(GAPS_PER_ROUND);
        if (spared.compareTo(LONGEST) > 0) {
            return LONGEST;
        }
        return spared.compareTo(least) > 0 ? spared : least;
    }

    /// A round begins.
    ///
    /// @param changes that it tells
    void round(int changes) {
        busy = changes >= (busy ? CALM_FROM + 1 : BUSY_FROM);
    }
}
