package dev.atrium.media.file;

import dev.atrium.media.storage.ObjectKey;
import dev.atrium.media.storage.ObjectLock;
import dev.atrium.media.storage.ObjectStore;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Executor;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/// Deletes files: first the row, with its event, in one transaction; then the objects, of which the bytes only if no
/// other file of the tenant has the same. What fails in between leaves objects that nobody sees. To be called on a
/// Vert.x context.
@ApplicationScoped
class Deletions {

    private static final Logger LOG = Logger.getLogger(Deletions.class);
    private static final String BY_KEY = "from StoredFile where ownerSubject = :owner and idempotencyKey = :key";
    private static final String SHARERS = "select count(f) from StoredFile f where f.sha256 = :sha256";

    private final Files files;
    private final ObjectStore store;
    private final Outbox outbox;

    Deletions(Files files, ObjectStore store, Outbox outbox) {
        this.files = files;
        this.store = store;
        this.outbox = outbox;
    }

    /// @throws ProblemException `not-found` if the caller may not read it, `forbidden` if it is somebody else's
    Uni<Void> delete(Caller caller, String id) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return files.readable(caller, id)
                .map(placed -> own(caller, placed.file()))
                .flatMap(file -> delete(file, context));
    }

    /// Deletes what the caller uploaded with an idempotency key, if anything.
    Uni<Void> deleteUpload(Caller caller, String key) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return TenantTransactions.inTenant(caller.tenant(), session -> byKey(session, caller, key))
                .flatMap(found -> found.isEmpty() ? Uni.createFrom().voidItem() : delete(found.getFirst(), context));
    }

    /// At most one.
    private static Uni<List<StoredFile>> byKey(Mutiny.Session session, Caller caller, String key) {
        return session.createSelectionQuery(BY_KEY, StoredFile.class)
                .setParameter("owner", caller.subject())
                .setParameter("key", key)
                .getResultList();
    }

    private Uni<Void> delete(StoredFile file, Executor context) {
        return TenantTransactions.inTenant(file.tenant(), session -> remove(session, file))
                .flatMap(_ -> free(file, context));
    }

    private static StoredFile own(Caller caller, StoredFile file) {
        if (!file.ownedBy(caller)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only who uploaded a file may delete it.");
        }
        return file;
    }

    /// Of two requests the second finds nothing to remove.
    private Uni<Void> remove(Mutiny.Session session, StoredFile file) {
        return session.createMutationQuery("delete from StoredFile f where f.id = :id")
                .setParameter("id", file.id())
                .executeUpdate()
                .flatMap(removed -> removed == 0
                        ? Uni.createFrom().voidItem()
                        : outbox.add(session, new Event.FileDeleted(file.tenant(), file.info())));
    }

    private Uni<Void> free(StoredFile file, Executor context) {
        return store.delete(file.thumbnailKey())
                .flatMap(_ -> store.delete(file.textKey()))
                .emitOn(context)
                .flatMap(
                        _ -> TenantTransactions.inTenant(file.tenant(), session -> freeContent(session, file, context)))
                .onFailure()
                .invoke(e -> LOG.warnf(e, "objects of a deleted file stay in the store object=%s", file.id()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> freeContent(Mutiny.Session session, StoredFile file, Executor context) {
        ObjectKey key = file.contentKey();
        return ObjectLock.exclusive(session, key)
                .flatMap(_ -> session.createSelectionQuery(SHARERS, Long.class)
                        .setParameter("sha256", file.content().sha256())
                        .getSingleResult())
                .flatMap(sharers ->
                        sharers == 0 ? store.delete(key) : Uni.createFrom().voidItem())
                // The transaction ends on the thread that it began on.
                .emitOn(context);
    }
}
