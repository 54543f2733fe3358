package dev.atrium.media.file;

import dev.atrium.media.storage.ObjectKey;
import dev.atrium.media.storage.ObjectRemovals;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/// Deletes files: the row goes, and its event and the removal of its objects come, in one transaction. Of
/// the objects the bytes go only if no other file of the tenant has the same. To be called on a Vert.x
/// context.
@ApplicationScoped
class Deletions {

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
                        caller, file, session -> tell(session, caller, file.tenant(), file, detail(caller, file))));
    }

    /// Deletes a file of the commons on behalf of the operator, whose audit trail tells it as well as that of the
    /// commons.
    ///
    /// @param operator an administrator of the operator's organisation
    /// @throws ProblemException `not-found` if the commons have no such file
    Uni<Void> deleteOfCommons(Caller operator, String id) {
        UUID uuid = Parameters.id(id);
        return TenantTransactions.inTenant(TenantId.COMMONS, session -> session.find(StoredFile.class, uuid))
                .onItem()
                .ifNull()
                .failWith(ProblemException::notFound)
                .flatMap(file -> delete(operator, file, session -> tellBoth(session, operator, file)));
    }

    private Uni<Void> tellBoth(Mutiny.Session session, Caller operator, StoredFile file) {
        Map<String, String> detail = detail(operator, file);
        Map<String, String> elsewhere = new HashMap<>(detail);
        elsewhere.put("tenant", file.tenant().value());
        return tell(session, operator, file.tenant(), file, detail)
                .flatMap(_ -> tell(session, operator, operator.tenant(), file, elsewhere));
    }

    /// @param trail whose audit trail is told
    private Uni<Void> tell(
            Mutiny.Session session, Caller who, TenantId trail, StoredFile file, Map<String, String> detail) {
        return outbox.add(
                session,
                new Event.Audited(
                        trail,
                        who.actor(),
                        AuditAction.FILE_DELETE.label(),
                        file.info().id(),
                        detail));
    }

    private static Map<String, String> detail(Caller caller, StoredFile file) {
        if (file.ownedBy(caller)) {
            return Map.of();
        }
        String room = file.info().room();
        String owner = file.info().owner().subject();
        return room == null ? Map.of("owner", owner) : Map.of("room", room, "owner", owner);
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
        // Whether somebody derives from it is not asked: it may have been reset just now, or a try still be under way
        // that
        // another one was faster than.
        return removals.add(session, file.tenant(), all, Duration.ZERO)
                .flatMap(_ -> removals.add(session, file.tenant(), file.derivedKeys(), ObjectRemovals.LATE_RESULTS));
    }
}
