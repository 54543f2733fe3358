package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Writes a shard's backlog into the store: every 50 ms or 500 events, more seldom while the store is
/// busy, one batch at a time, and the same batch again while that fails. Only for the shard's event loop.
final class Storing {

    private static final Logger LOG = Logger.getLogger(Storing.class);
    private static final int BATCH = 500;
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration INTERVAL_LONGEST = Duration.ofMillis(500);
    /// A batch costs each room one row beside its events: the slower the store is, the more of them share that.
    private static final int INTERVALS_PER_WRITE = 5;

    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_LONGEST = Duration.ofSeconds(5);

    /// @param count how many events must be stored before the callback is due
    private record Waiter(long count, Runnable callback) {}

    private final int number;
    private final Shard shard;
    private final Function<List<RoomEvent>, Uni<Void>> write;
    private final BiConsumer<Duration, Runnable> later;
    private final Runnable onStored;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private long storedCount;
    private long startedAtNanos;
    private Duration interval = INTERVAL;
    private boolean busy;
    /// Which of the writes that were to wait still waits; 0 if none does.
    private long scheduled;
    private long scheduledLast;
    private boolean closed;
    private int failures;

    /// @param write writes a batch
    /// @param later runs a task on the shard's event loop after a while
    /// @param onStored is told that the checkpoint moved
    Storing(
            int number,
            Shard shard,
            Function<List<RoomEvent>, Uni<Void>> write,
            BiConsumer<Duration, Runnable> later,
            Runnable onStored) {
        this.number = number;
        this.shard = shard;
        this.write = write;
        this.later = later;
        this.onStored = onStored;
        this.startedAtNanos = System.nanoTime() - INTERVAL.toNanos();
    }

    /// Makes sure that what is in the backlog will be stored.
    void storeSoon() {
        if (busy || closed || shard.backlogSize() == 0) {
            return;
        }
        busy = true;
        Duration since = Duration.ofNanos(System.nanoTime() - startedAtNanos);
        Duration pause = interval.minus(since);
        boolean now = pause.toMillis() < 1 || shard.backlogSize() >= BATCH || !waiters.isEmpty();
        if (now) {
            store();
        } else {
            scheduled = ++scheduledLast;
            long mine = scheduled;
            later.accept(pause, () -> {
                if (scheduled == mine) {
                    store();
                }
            });
        }
    }

    /// Calls back when all that is in the backlog by now is stored. For whoever waits nothing is put off.
    void whenStored(Runnable callback) {
        if (shard.backlogSize() == 0) {
            callback.run();
        } else {
            waiters.addLast(new Waiter(storedCount + shard.backlogSize(), callback));
            if (scheduled > 0) {
                store();
            }
        }
    }

    void close() {
        closed = true;
    }

    private void store() {
        scheduled = 0;
        if (closed) {
            return;
        }
        startedAtNanos = System.nanoTime();
        List<RoomEvent> batch = shard.unstored(BATCH);
        write.apply(batch)
                .subscribe()
                .with(
                        _ -> later.accept(Duration.ZERO, () -> stored(batch.size())),
                        failure -> later.accept(Duration.ZERO, () -> failed(failure)));
    }

    /// From the beginning of a write to the next one's.
    ///
    /// @param took how long the write has taken
    static Duration interval(Duration took) {
        Duration wanted = took.multipliedBy(INTERVALS_PER_WRITE);
        if (wanted.compareTo(INTERVAL_LONGEST) > 0) {
            return INTERVAL_LONGEST;
        }
        return wanted.compareTo(INTERVAL) > 0 ? wanted : INTERVAL;
    }

    private void stored(int count) {
        if (failures > 0) {
            LOG.infof("checkpoints are written again: shard=%d", number);
        }
        failures = 0;
        interval = interval(Duration.ofNanos(System.nanoTime() - startedAtNanos));
        busy = false;
        shard.stored(count);
        storedCount += count;
        onStored.run();
        while (!waiters.isEmpty() && waiters.getFirst().count() <= storedCount) {
            waiters.removeFirst().callback().run();
        }
    }

    private void failed(Throwable failure) {
        Duration pause =
                Duration.ofMillis(Math.min(RETRY_LONGEST.toMillis(), RETRY_FIRST.toMillis() << Math.min(failures, 10)));
        failures++;
        LOG.warnf(
                "a checkpoint failed, the log keeps it, trying again in %s: shard=%d events=%d error=%s",
                pause, number, shard.backlogSize(), failure);
        later.accept(pause, this::store);
    }
}
