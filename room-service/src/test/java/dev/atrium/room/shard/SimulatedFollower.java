package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.roomlog.RoomLogFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Another service that follows the log: keeps what it has read, and how far, as safe as PostgreSQL does, and
/// judges the log as `dev.atrium.platform.follow.Follower` does, by the same filter.
final class SimulatedFollower {

    private final Set<RoomEvent> read = new HashSet<>();
    private Position stored = Position.START;
    private RoomLogFilter filter = new RoomLogFilter();
    private boolean running;

    /// It ends, and begins again with what it has stored.
    void stop() {
        running = false;
    }

    void read(List<RoomLogEntry> log, int count) {
        if (!running) {
            start(log);
        }
        for (int i = 0; i < count && stored.offset() < log.size(); i++) {
            RoomLogEntry entry = log.get((int) stored.offset());
            if (filter.contradicts(entry)) {
                beginAnew();
                return;
            }
            if (filter.counts(entry) && entry instanceof RoomLogEntry.Written written) {
                read.add(written.event());
            }
            stored = new Position(stored.offset() + 1, filter.epoch(), filter.next());
        }
    }

    boolean hasRead(RoomEvent event) {
        return read.contains(event);
    }

    private void start(List<RoomLogEntry> log) {
        running = true;
        filter = new RoomLogFilter(stored.epoch(), stored.next());
        int offset = (int) stored.offset();
        if (offset > log.size() || (offset > 0 && !filter.mayHaveRead(log.get(offset - 1)))) {
            beginAnew();
        }
    }

    private void beginAnew() {
        stored = Position.START;
        filter = new RoomLogFilter();
    }
}
