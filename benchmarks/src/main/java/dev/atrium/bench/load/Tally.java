package dev.atrium.bench.load;

/// Checks that every socket gets each message of its room exactly once, in the order of each sender, and that every
/// message is acknowledged once. Where the latest of a sender wins, an earlier one may be left out. Not thread-safe.
public final class Tally {

    /// What was found.
    ///
    /// @param delivered deliveries that were due, each counted once
    /// @param superseded deliveries that a later one of the same sender has made up for, where that is right
    /// @param missing deliveries that did not come
    /// @param wrong deliveries that came twice, late behind a later one, or in a room to which they do not belong
    /// @param acknowledged messages
    /// @param wrongAcknowledgements that came twice or for no message
    public record Count(
            long delivered, long superseded, long missing, long wrong, long acknowledged, long wrongAcknowledgements) {

        public boolean isFlawless() {
            return wrong == 0 && wrongAcknowledgements == 0;
        }
    }

    private final Schedule schedule;
    private final Layout layout;
    private final boolean latestWins;
    /// Next number by socket and sender.
    private final int[] next;
    private final long[] acknowledgedBits;
    private long delivered;
    private long superseded;
    private long wrong;
    private long acknowledged;
    private long wrongAcknowledgements;

    /// @param latestWins whether a later message of a sender makes up for its earlier ones
    public Tally(Schedule schedule, boolean latestWins) {
        this.schedule = schedule;
        this.layout = schedule.layout();
        this.latestWins = latestWins;
        this.next = new int[layout.sockets() * layout.sendersPerRoom()];
        this.acknowledgedBits = new long[schedule.messages() / Long.SIZE + 1];
    }

    /// @return whether this delivery was due, now and here
    public boolean delivered(int socket, int message) {
        if (message < 0 || message >= schedule.messages() || schedule.room(message) != layout.room(socket)) {
            wrong++;
            return false;
        }
        int place = socket * layout.sendersPerRoom() + schedule.sender(message);
        int ahead = schedule.number(message) - next[place];
        if (ahead < 0) {
            wrong++;
            return false;
        }
        next[place] += ahead + 1;
        delivered++;
        if (latestWins) {
            superseded += ahead;
        }
        return true;
    }

    /// @return whether this is the message's first acknowledgement
    public boolean acknowledged(int message) {
        if (message < 0 || message >= schedule.messages()) {
            wrongAcknowledgements++;
            return false;
        }
        long bit = 1L << message;
        if ((acknowledgedBits[message / Long.SIZE] & bit) != 0) {
            wrongAcknowledgements++;
            return false;
        }
        acknowledgedBits[message / Long.SIZE] |= bit;
        acknowledged++;
        return true;
    }

    /// Whether everything has come.
    public boolean isComplete(boolean acknowledges) {
        return delivered + superseded == schedule.expectedDeliveries()
                && (!acknowledges || acknowledged == schedule.messages());
    }

    public long delivered() {
        return delivered;
    }

    public Count count() {
        return new Count(
                delivered,
                superseded,
                schedule.expectedDeliveries() - delivered - superseded,
                wrong,
                acknowledged,
                wrongAcknowledgements);
    }
}
