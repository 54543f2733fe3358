package dev.atrium.media.storage;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/// What is to leave the store, as rows: written in the transaction in which a file goes, so that nothing is
/// forgotten, and carried out by [Sweeper] until it has succeeded.
@ApplicationScoped
public class ObjectRemovals {

    /// By then whoever derives from a file at this moment has ended, or died without a word.
    public static final Duration LATE_RESULTS = Duration.ofHours(1);

    private final Sweeper sweeper;
    private final InstantSource clock;

    ObjectRemovals(Sweeper sweeper, InstantSource clock) {
        this.sweeper = sweeper;
        this.clock = clock;
    }

    /// Has objects removed.
    ///
    /// @param session of a transaction in the tenant, with which the removals come about
    /// @param delay until they are due
    public Uni<Void> add(Mutiny.Session session, TenantId tenant, List<ObjectKey> keys, Duration delay) {
        Instant due = clock.instant().plus(delay);
        Object[] removals = keys.stream()
                .map(key -> new ObjectRemoval(Ids.next(), tenant, key, due))
                .toArray();
        return session.persistAll(removals);
    }

    /// To be called when a transaction with removals that are due has ended: they need not wait.
    public void added() {
        sweeper.wake();
    }
}
