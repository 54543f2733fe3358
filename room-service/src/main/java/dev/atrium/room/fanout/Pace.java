package dev.atrium.room.fanout;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/// Keeps two runs of something apart: the first one comes at once, the next ones after a gap.
final class Pace {

    private final BiConsumer<Duration, Runnable> later;
    private final LongSupplier nanoTime;
    private long ranAtNanos;
    private boolean ran;
    private boolean scheduled;

    Pace(BiConsumer<Duration, Runnable> later, LongSupplier nanoTime) {
        this.later = later;
        this.nanoTime = nanoTime;
    }

    /// Runs it now, or when the gap has passed; nothing happens if a run is due already.
    void run(Duration gap, Runnable task) {
        if (scheduled) {
            return;
        }
        long leftNanos = ran ? gap.toNanos() - sinceNanos() : 0;
        if (leftNanos <= 0) {
            runNow(task);
        } else {
            scheduled = true;
            later.accept(Duration.ofNanos(leftNanos), () -> {
                scheduled = false;
                runNow(task);
            });
        }
    }

    private long sinceNanos() {
        return nanoTime.getAsLong() - ranAtNanos;
    }

    private void runNow(Runnable task) {
        ran = true;
        ranAtNanos = nanoTime.getAsLong();
        task.run();
    }
}
