package dev.atrium.media.upload;

import dev.atrium.media.file.FileView;
import dev.atrium.media.file.StoredFile;
import dev.atrium.media.rooms.Room;
import dev.atrium.media.rooms.Rooms;
import dev.atrium.media.storage.Claims;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.web.Ids;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Turns what was received into a file: first the bytes into the store, then the row and its event in one transaction
/// (MD-6). The bytes are claimed before, so that nobody removes them in between, and go if no file comes of it.
@ApplicationScoped
public class Uploads {

    private static final String ONE_AT_A_TIME = "select 1 from pg_advisory_xact_lock(hashtextextended(?1, 0))";
    private static final String EARLIER = "from StoredFile where ownerSubject = :owner and idempotencyKey = :key";

    private final Rooms rooms;
    private final TypeSniffer sniffer;
    private final Claims claims;
    private final Outbox outbox;
    private final InstantSource clock;

    Uploads(Rooms rooms, TypeSniffer sniffer, Claims claims, Outbox outbox, InstantSource clock) {
        this.rooms = rooms;
        this.sniffer = sniffer;
        this.claims = claims;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// @param created false if the same upload was accepted before
    record Accepted(FileView file, boolean created) {}

    /// Bytes that were put into the store.
    private record Stored(StoredFile.Content content, Claims.Claim claim) {}

    /// To be called on the request's context.
    ///
    /// @param idempotencyKey null if the request has none
    Uni<Accepted> accept(Caller caller, Received received, @Nullable String idempotencyKey) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        StoredFile.Placement placement = UploadForm.placement(received.fields());
        return checkRoom(caller, placement.room())
                .flatMap(_ -> sniffed(received, SafeName.of(received.clientName())))
                .emitOn(context)
                .flatMap(content -> stored(caller.tenant(), content, received.path()))
                .emitOn(context)
                .flatMap(stored -> record(caller, stored, placement, idempotencyKey));
    }

    private Uni<Stored> stored(TenantId tenant, StoredFile.Content content, Path path) {
        return claims.put(tenant, path, content.sha256(), content.type()).map(claim -> new Stored(content, claim));
    }

    /// Keeps a file as it was, under an id that somebody else chose; again: the same. To be called on
    /// the request's context.
    ///
    /// @return what the file is
    Uni<StoredFile.Content> restore(TenantId tenant, UUID id, Received received, RestoredForm form) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return sniffed(received, form.name())
                .emitOn(context)
                .flatMap(content -> stored(tenant, content, received.path()))
                .emitOn(context)
                .call(stored -> TenantTransactions.inTenant(
                        tenant,
                        session -> session.createNativeQuery(ONE_AT_A_TIME, Integer.class)
                                .setParameter(1, "upload " + id)
                                .getSingleResult()
                                .flatMap(_ -> session.find(StoredFile.class, id))
                                .flatMap(earlier -> earlier == null
                                        ? keep(session, restored(tenant, id, stored.content(), form))
                                        : same(earlier, stored.content()))
                                .call(() -> claims.release(session, stored.claim()))))
                .map(Stored::content);
    }

    /// What comes back is no news to anybody, but it is stored again; when it is deleted, that will be told.
    private Uni<Void> keep(Mutiny.Session session, StoredFile file) {
        String subject =
                file.tenant().equals(TenantId.COMMONS) ? file.info().owner().subject() : "";
        Event.UsageReported.Amount stored = new Event.UsageReported.Amount(
                Meter.STORED_BYTES.label(),
                subject,
                clock.instant().truncatedTo(ChronoUnit.HOURS),
                file.content().sizeBytes());
        return session.persist(file)
                .flatMap(_ -> outbox.add(session, new Event.UsageReported(file.tenant(), List.of(stored))));
    }

    private static StoredFile restored(TenantId tenant, UUID id, StoredFile.Content content, RestoredForm form) {
        Caller owner = new Caller(form.owner().subject(), tenant, form.owner().handle(), Set.of(), Set.of());
        return new StoredFile(
                id, owner, content, form.placement(), null, form.createdAt().truncatedTo(ChronoUnit.MICROS));
    }

    private static Uni<Void> same(StoredFile earlier, StoredFile.Content content) {
        if (!earlier.content().sha256().equals(content.sha256())) {
            throw new ProblemException(ProblemType.CONFLICT, "There is another file with this id.");
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> checkRoom(Caller caller, @Nullable String room) {
        if (room == null) {
            return Uni.createFrom().voidItem();
        }
        return rooms.roleSoon(caller, room)
                .invoke(found -> {
                    Role role = found.orElseThrow(Uploads::noSuchRoom);
                    if (!role.isAtLeast(Role.COMMENTER)) {
                        throw new ProblemException(
                                ProblemType.FORBIDDEN, "This needs the role 'commenter' in the room.");
                    }
                })
                .flatMap(_ -> rooms.isArchived(caller.tenant(), room))
                .invoke(archived -> {
                    if (archived) {
                        throw new ProblemException(
                                ProblemType.ROOM_ARCHIVED, "The room is archived: it takes no files.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<StoredFile.Content> sniffed(Received received, String name) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> new StoredFile.Content(
                        name, sniffer.sniff(received.path(), name), received.sizeBytes(), received.sha256())))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Accepted> record(Caller caller, Stored stored, StoredFile.Placement placement, @Nullable String key) {
        return TenantTransactions.inTenant(
                caller.tenant(),
                session -> earlier(session, caller, key)
                        .flatMap(earlier -> earlier == null
                                ? create(session, caller, stored.content(), placement, key)
                                : repeated(session, earlier, stored.content(), placement))
                        .call(_ -> claims.release(session, stored.claim())));
    }

    /// The file that the key made before. Of two requests with the same key the second waits here for the first.
    private static Uni<@Nullable StoredFile> earlier(Mutiny.Session session, Caller caller, @Nullable String key) {
        if (key == null) {
            return Uni.createFrom().nullItem();
        }
        return session.createNativeQuery(ONE_AT_A_TIME, Integer.class)
                .setParameter(1, "upload " + caller.tenant() + " " + caller.subject() + " " + key)
                .getSingleResult()
                .flatMap(_ -> session.createSelectionQuery(EARLIER, StoredFile.class)
                        .setParameter("owner", caller.subject())
                        .setParameter("key", key)
                        .getSingleResultOrNull());
    }

    private Uni<Accepted> create(
            Mutiny.Session session,
            Caller caller,
            StoredFile.Content content,
            StoredFile.Placement placement,
            @Nullable String key) {
        // PostgreSQL keeps microseconds; what is answered now must be what is answered later.
        StoredFile file = new StoredFile(
                Ids.next(), caller, content, placement, key, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return session.persist(file)
                .flatMap(_ -> outbox.add(session, new Event.FileUploaded(caller.tenant(), file.info())))
                .flatMap(_ -> published(session, caller, file))
                .flatMap(_ -> accepted(session, file, true));
    }

    /// What everybody of the tenant may read is in its audit trail.
    private Uni<Void> published(Mutiny.Session session, Caller caller, StoredFile file) {
        return file.info().publicRead() && file.info().room() == null
                ? outbox.add(
                        session,
                        new Event.Audited(
                                caller.tenant(),
                                caller.actor(),
                                AuditAction.FILE_PUBLISH.label(),
                                file.info().id(),
                                Map.of()))
                : Uni.createFrom().voidItem();
    }

    private static Uni<Accepted> repeated(
            Mutiny.Session session, StoredFile earlier, StoredFile.Content content, StoredFile.Placement placement) {
        if (!earlier.content().sha256().equals(content.sha256())
                || !earlier.placement().equals(placement)) {
            throw IdempotencyKey.reused();
        }
        return accepted(session, earlier, false);
    }

    private static Uni<Accepted> accepted(Mutiny.Session session, StoredFile file, boolean created) {
        String room = file.placement().room();
        if (room == null) {
            return Uni.createFrom().item(new Accepted(FileView.of(file, null), created));
        }
        return session.find(Room.class, new Room.Key(file.tenant().value(), room))
                .map(its -> new Accepted(FileView.of(file, its), created));
    }

    private static ProblemException noSuchRoom() {
        String detail = "There is no such room that you may read.";
        return new ProblemException(
                ProblemType.NOT_FOUND, detail, List.of(Problem.Fault.inParameter("room", detail)), null);
    }
}
