package dev.atrium.room.tinybase;

import java.time.Duration;

/// A hybrid logical clock: never goes back, and is never behind what it has seen.
public final class HlcClock {

    /// How far ahead of the present another clock may be, to be believed.
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final int client;
    private long time;
    private int counter = -1;

    /// @param client 30 bits that name this clock among those of a room
    HlcClock(int client) {
        this.client = client;
    }

    /// One of the room itself, for what it tells a single client. All of them have the same name, so that their times
    /// are known wherever they come back from.
    public static HlcClock ofRoom() {
        return new HlcClock(Hlc.ROOM);
    }

    /// Whether a time is of a clock with this name.
    boolean isOwn(Hlc time) {
        return !time.isNone() && time.client() == client;
    }

    /// Whether a time is too far in the future to be believed.
    ///
    /// @param now milliseconds since 1970
    static boolean isTooEarly(Hlc remote, long now) {
        return remote.time() > now + TOLERANCE.toMillis();
    }

    /// Somebody has written at this time, which must not lie behind what is written next, however far ahead it is.
    ///
    /// @param now milliseconds since 1970
    void see(Hlc remote, long now) {
        see(remote.time(), remote.counter(), now);
    }

    /// A time later than all before, unless there is none.
    ///
    /// @param now milliseconds since 1970
    Hlc next(long now) {
        see(0, 0, now);
        if (counter < Hlc.COUNTER_MAX) {
            counter++;
        } else if (time < Hlc.TIME_MAX) {
            time++;
            counter = 0;
        }
        return Hlc.of(time, counter, client);
    }

    private void see(long remoteTime, int remoteCounter, long now) {
        long before = time;
        time = Math.max(Math.max(before, remoteTime), now);
        if (time == before) {
            counter = time == remoteTime ? Math.max(counter, remoteCounter) : counter;
        } else {
            counter = time == remoteTime ? remoteCounter : -1;
        }
    }
}
