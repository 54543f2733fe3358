package dev.atrium.bench.load;

/// Which message is due when, in which room and by whom: all of it follows from the message's number, so that it need
/// not be kept or sent along. The first messages warm up and are not measured.
///
/// @param layout rooms, sockets and senders
/// @param perSecond messages in all rooms together
/// @param warmUp how many messages are not measured
/// @param messages all of them
public record Schedule(Layout layout, double perSecond, int warmUp, int messages) {

    private static final double NANOS_PER_SECOND = 1e9;

    public Schedule {
        if (perSecond <= 0 || warmUp < 0 || messages <= warmUp) {
            throw new IllegalArgumentException("nothing to measure");
        }
    }

    /// Whole rounds of all senders, at least one, so that each sends alike.
    public static Schedule of(Layout layout, double perSecond, double warmUpSeconds, double seconds) {
        int round = layout.rooms() * layout.sendersPerRoom();
        int warmUp = (int) Math.ceil(perSecond * warmUpSeconds);
        int measured = Math.max(1, (int) Math.round(perSecond * seconds));
        int messages = Math.ceilDiv(warmUp + measured, round) * round;
        return new Schedule(layout, perSecond, warmUp, messages);
    }

    /// Nanoseconds after the beginning.
    public long dueNanos(int message) {
        return (long) (message * (NANOS_PER_SECOND / perSecond));
    }

    boolean isMeasured(int message) {
        return message >= warmUp;
    }

    int room(int message) {
        return message % layout.rooms();
    }

    /// The sender within the room.
    int sender(int message) {
        return message / layout.rooms() % layout.sendersPerRoom();
    }

    /// 0, 1, 2, ... of this sender.
    int number(int message) {
        return message / layout.rooms() / layout.sendersPerRoom();
    }

    /// The socket that sends it.
    int socket(int message) {
        return room(message) * layout.socketsPerRoom() + sender(message);
    }

    long expectedDeliveries() {
        return (long) messages * layout.socketsPerRoom();
    }
}
