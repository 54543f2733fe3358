package dev.atrium.room.socket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// When the credential ends that a connection lives by: says so in time to get another, and at the end. Only for the
/// connection's event loop.
final class Expiry {

    /// How long before the end it is said.
    static final Duration NOTICE = Duration.ofMinutes(1);

    /// How far this node's clock may be ahead of that by which the credential was given out.
    static final Duration LEEWAY = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final InstantSource clock;
    private final Watcher watcher;
    private @Nullable ScheduledFuture<?> timer;

    /// Hears of the end.
    interface Watcher {

        /// It is time to get another credential.
        void due(Instant end);

        /// The credential has ended.
        void over();
    }

    Expiry(EventLoop loop, InstantSource clock, Watcher watcher) {
        this.loop = loop;
        this.clock = clock;
        this.watcher = watcher;
    }

    /// The credential ends then, instead of what was said before.
    ///
    /// @param end null: never
    void set(@Nullable Instant end) {
        cancel();
        if (end != null) {
            timer = at(end.minus(NOTICE), () -> {
                timer = at(end.plus(LEEWAY), watcher::over);
                watcher.due(end);
            });
        }
    }

    void cancel() {
        ScheduledFuture<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    private ScheduledFuture<?> at(Instant time, Runnable task) {
        Duration left = Duration.between(clock.instant(), time);
        return loop.schedule(task, Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
    }
}
