package dev.atrium.gateway.edge;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Brings the item of something that several requests wait for back to each of them: every request goes on where it
/// began, on its own event loop and in its own context.
public final class SameContext {

    private SameContext() {}

    /// To be called on the context that the item is wanted on; outside of any, nothing changes.
    public static <T> Uni<T> keep(Uni<T> shared) {
        Context context = Vertx.currentContext();
        return context == null ? shared : shared.emitOn(task -> run(context, task));
    }

    /// Waits for something that others wait for too: who no longer does, does not cancel it for them.
    ///
    /// @param shared asked at each subscription
    public static <T> Uni<T> share(Supplier<CompletableFuture<T>> shared) {
        return keep(Uni.createFrom().completionStage(() -> shared.get().copy()));
    }

    private static void run(Context context, Runnable task) {
        if (context.equals(Vertx.currentContext())) {
            task.run();
        } else {
            context.runOnContext(_ -> task.run());
        }
    }
}
