package dev.atrium.media.storage;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.hibernate.reactive.mutiny.Mutiny;

/// Stores the bytes of files that are to come. They are claimed first: by a removal that is due when the
/// upload must long be over, and which goes in the transaction in which the file comes. So nobody removes
/// the bytes in between, and if no file comes they do not stay. No transaction waits for the store. To be
/// called on a Vert.x context.
@ApplicationScoped
public class Claims {

    /// What an upload may need beside its one call of the store.
    private static final Duration MARGIN = Duration.ofMinutes(10);

    /// How long an upload waits for the removal of the same bytes that is just being carried out.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final String DOUBTFUL = "select exists (select 1 from object_removal"
            + " where tenant = ?1 and sha256 = ?2 and doubtful_until > clock_timestamp())";

    /// Not if their removal was begun, whatever became of that.
    private static final String RELEASE = "delete from object_removal where id = ?1 and doubtful_until is null";

    private final ObjectStore store;
    private final InstantSource clock;
    private final Duration claimTime;

    Claims(ObjectStore store, InstantSource clock, StoreConfig config) {
        this.store = store;
        this.clock = clock;
        this.claimTime = config.callTimeout().plus(MARGIN);
    }

    /// Bytes in the store that nobody removes until [#release], or until the upload must long be over.
    ///
    /// @param id of the removal that comes about otherwise
    public record Claim(UUID id) {}

    /// Claims the bytes, then stores them. The item arrives on a thread of the S3 client.
    ///
    /// @param sha256 64 lower-case hexadecimal digits
    /// @throws ProblemException `unavailable` if the store does not answer, or has not yet removed the same bytes,
    ///     or may yet do so though it gave no answer
    public Uni<Claim> put(TenantId tenant, Path file, String sha256, String type) {
        ObjectKey key = ObjectKey.content(tenant, sha256);
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return claim(clock.instant().plus(PATIENCE), tenant, key, context)
                .call(_ -> store.put(key, file, sha256, type));
    }

    /// Gives a claim back, in the transaction in which the file comes.
    ///
    /// @throws ProblemException `unavailable` if there is no such claim any more: the bytes may be gone
    public Uni<Void> release(Mutiny.Session session, Claim claim) {
        return session.createNativeQuery(RELEASE)
                .setParameter(1, claim.id())
                .executeUpdate()
                .invoke(released -> {
                    if (released == 0) {
                        throw new ProblemException(
                                ProblemType.UNAVAILABLE, "The upload took too long. Nothing was stored.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Claim> claim(Instant deadline, TenantId tenant, ObjectKey key, Executor context) {
        ObjectRemoval row =
                new ObjectRemoval(Ids.next(), tenant, key, clock.instant().plus(claimTime));
        return TenantTransactions.inTenant(
                        tenant,
                        session -> isFree(session, tenant, key)
                                .call(ours -> ours
                                        ? session.persist(row)
                                        : Uni.createFrom().voidItem()))
                .flatMap(ours ->
                        ours ? Uni.createFrom().item(new Claim(row.id)) : claimLater(deadline, tenant, key, context));
    }

    /// Nobody removes the bytes, and no removal that was begun may yet come about.
    private static Uni<Boolean> isFree(Mutiny.Session session, TenantId tenant, ObjectKey key) {
        return ObjectLock.shared(session, key)
                .flatMap(ours -> ours
                        ? isDoubtful(session, tenant, key).map(doubtful -> !doubtful)
                        : Uni.createFrom().item(false));
    }

    private static Uni<Boolean> isDoubtful(Mutiny.Session session, TenantId tenant, ObjectKey key) {
        return session.createNativeQuery(DOUBTFUL, Boolean.class)
                .setParameter(1, tenant.value())
                .setParameter(2, key.sha256())
                .getSingleResult();
    }

    private Uni<Claim> claimLater(Instant deadline, TenantId tenant, ObjectKey key, Executor context) {
        if (clock.instant().isAfter(deadline)) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "The same bytes are being deleted. Nothing was stored; try again.");
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(LOOK_AGAIN)
                .emitOn(context)
                .flatMap(_ -> claim(deadline, tenant, key, context));
    }
}
