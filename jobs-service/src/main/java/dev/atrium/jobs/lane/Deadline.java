package dev.atrium.jobs.lane;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Work that must end in time.
public final class Deadline {

    private static final Duration TIME_TO_GIVE_WAY = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private Deadline() {}

    /// Runs the work on a virtual thread of its own, in the caller's trace. If the limit passes, the work
    /// is not wanted any more or the caller is interrupted, the work is interrupted and gets 2 seconds to
    /// end; work that ignores that goes on unattended.
    ///
    /// @param unwanted asked twice a second
    /// @throws ExecutionException with what the work threw
    /// @throws TimeoutException if the limit passed
    /// @throws CancellationException if nobody wants the work any more
    public static <T> T call(Duration limit, BooleanSupplier unwanted, Callable<T> work)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<T> task = new FutureTask<>(Context.current().wrap(work));
        Thread thread = Thread.ofVirtual().name("work").start(task);
        try {
            return await(task, limit, unwanted);
        } finally {
            if (!task.isDone()) {
                task.cancel(true);
                thread.join(TIME_TO_GIVE_WAY);
            }
        }
    }

    private static <T> T await(FutureTask<T> task, Duration limit, BooleanSupplier unwanted)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return task.get(Math.min(end - System.nanoTime(), LOOK_EVERY.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (unwanted.getAsBoolean()) {
                    throw new CancellationException("nobody wants it any more");
                }
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
        }
    }
}
