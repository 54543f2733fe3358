package dev.atrium.media.file;

import dev.atrium.media.storage.ObjectKey;
import dev.atrium.media.storage.ObjectRemovals;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/// Deletes files: the row goes, and its event and the removal of its objects come, in one transaction. Of
/// the objects the bytes go only if no other file of the tenant has the same. To be called on a Vert.x
/// context.
@ApplicationScoped
class Deletions {

    /// By then whoever derives from the file at this moment has ended, or died without a word.
    private static final Duration LATE_RESULTS = Duration.ofHours(1);

    private static final String BY_KEY = "from StoredFile where ownerSubject = :owner and idempotencyKey = :key";

    private final Files files;
    private final ObjectRemovals removals;
    private final Outbox outbox;

    Deletions(Files files, ObjectRemovals removals, Outbox outbox) {
        this.files = files;
        this.removals = removals;
        this.outbox = outbox;
    }

    /// Whose file it was, the audit trail tells where somebody else deletes it.
    ///
    /// @throws ProblemException as [Files#deletable]
    Uni<Void> delete(Caller caller, String id) {
        return files.deletable(caller, id)
                .flatMap(file -> delete(
                        caller,
                        file,
                        session -> outbox.add(
                                session,
                                new Event.Audited(
                                        file.tenant(),
                                        caller.actor(),
                                        AuditAction.FILE_DELETE.label(),
                                        file.info().id(),
                                        detail(caller, file.info())))));
    }

    private static Map<String, String> detail(Caller caller, Event.FileInfo file) {
        String room = file.room();
        String owner = file.owner().subject();
        return room == null || owner.equals(caller.subject()) ? Map.of() : Map.of("room", room, "owner", owner);
    }

    /// Deletes what the caller uploaded with an idempotency key, if anything. That is done on its
    /// behalf, with what it did away with, and is no deed of its own for the audit trail.
    Uni<Void> deleteUpload(Caller caller, String key) {
        return TenantTransactions.inTenant(caller.tenant(), session -> byKey(session, caller, key))
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : delete(caller, found.getFirst(), _ -> Uni.createFrom().voidItem()));
    }

    /// At most one.
    private static Uni<List<StoredFile>> byKey(Mutiny.Session session, Caller caller, String key) {
        return session.createSelectionQuery(BY_KEY, StoredFile.class)
                .setParameter("owner", caller.subject())
                .setParameter("key", key)
                .getResultList();
    }

    /// @param also what else is to be done in the transaction that removes it
    private Uni<Void> delete(Caller caller, StoredFile file, Function<Mutiny.Session, Uni<Void>> also) {
        return TenantTransactions.inTenant(file.tenant(), session -> remove(session, caller, file, also))
                .invoke(removals::added);
    }

    /// Of two requests the second finds nothing to remove.
    private Uni<Void> remove(
            Mutiny.Session session, Caller caller, StoredFile file, Function<Mutiny.Session, Uni<Void>> also) {
        return session.createMutationQuery("delete from StoredFile f where f.id = :id")
                .setParameter("id", file.id())
                .executeUpdate()
                .flatMap(removed -> removed == 0
                        ? Uni.createFrom().voidItem()
                        : outbox.add(session, new Event.FileDeleted(file.tenant(), file.info(), caller.actor()))
                                .flatMap(_ -> also.apply(session))
                                .flatMap(_ -> free(session, file)));
    }

    private Uni<Void> free(Mutiny.Session session, StoredFile file) {
        List<ObjectKey> all = Stream.concat(Stream.of(file.contentKey()), file.derivedKeys().stream())
                .toList();
        return removals.add(session, file.tenant(), all, Duration.ZERO)
                .flatMap(_ -> file.status() == FileStatus.PROCESSING
                        ? removals.add(session, file.tenant(), file.derivedKeys(), LATE_RESULTS)
                        : Uni.createFrom().voidItem());
    }
}
