package dev.atrium.jobs.lane;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Work that must end in time.
public final class Deadline {

    private static final Duration TIME_TO_GIVE_WAY = Duration.ofSeconds(2);

    private Deadline() {}

    /// Runs the work on a virtual thread of its own, in the caller's trace. If the limit passes, or the caller is
    /// interrupted, the work is interrupted and gets 2 seconds to end; work that ignores that goes on unattended.
    ///
    /// @throws ExecutionException with what the work threw
    /// @throws TimeoutException if the limit passed
    public static <T> T call(Duration limit, Callable<T> work)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<T> task = new FutureTask<>(Context.current().wrap(work));
        Thread thread = Thread.ofVirtual().name("work").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException e) {
            task.cancel(true);
            thread.join(TIME_TO_GIVE_WAY);
            throw e;
        }
    }
}
