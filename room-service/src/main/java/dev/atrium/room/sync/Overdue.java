package dev.atrium.room.sync;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Notices when something that waits for a client does not leave in time, with one timer for all of it. Things leave in
/// the order in which they came. Runs on the connection's event loop.
final class Overdue {

    private final EventLoop loop;
    private final LongSupplier nanoTime;
    private final Runnable late;
    private final Deque<Long> deadlinesNanos = new ArrayDeque<>();
    private boolean watching;

    /// @param late called when something has waited for too long
    Overdue(EventLoop loop, LongSupplier nanoTime, Runnable late) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.late = late;
    }

    /// @param left when it has left
    /// @param patience how long it may take for that
    void watch(Future<Void> left, Duration patience) {
        deadlinesNanos.addLast(nanoTime.getAsLong() + patience.toNanos());
        left.onComplete(_ -> deadlinesNanos.removeFirst());
        look();
    }

    private void look() {
        Long deadline = deadlinesNanos.peekFirst();
        if (deadline != null && !watching) {
            watching = true;
            ScheduledFuture<?> _ = loop.schedule(this::judge, deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
        }
    }

    private void judge() {
        watching = false;
        Long deadline = deadlinesNanos.peekFirst();
        if (deadline != null && deadline - nanoTime.getAsLong() <= 0) {
            late.run();
        } else {
            look();
        }
    }
}
