package dev.atrium.room.relay;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/// The event loop on which everything of a relay happens.
record Loop(Vertx vertx, Context context) {

    /// On any thread.
    void run(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    void after(Duration delay, Runnable task) {
        vertx.setTimer(delay.toMillis(), _ -> run(task));
    }

    /// @return how to end it
    Runnable every(Duration interval, Runnable task) {
        long timer = vertx.setPeriodic(interval.toMillis(), _ -> run(task));
        return () -> vertx.cancelTimer(timer);
    }
}
