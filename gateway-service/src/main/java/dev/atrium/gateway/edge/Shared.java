package dev.atrium.gateway.edge;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/// A result that requests share for a while: work that one of them has begun is not begun again by the others. A
/// failure is not kept.
public final class Shared<T> {

    private final AsyncCache<Boolean, T> result;
    private final Supplier<Uni<T>> work;

    /// @param keep how long a result is given again
    public Shared(Duration keep, Supplier<Uni<T>> work) {
        this.result = Caffeine.newBuilder().expireAfterWrite(keep).buildAsync();
        this.work = work;
    }

    /// The result, on the context of the subscriber.
    public Uni<T> get() {
        return SameContext.share(() -> result.get(true, (_, _) -> work.get().subscribeAsCompletionStage()));
    }
}
