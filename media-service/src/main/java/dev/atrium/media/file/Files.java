package dev.atrium.media.file;

import dev.atrium.media.rooms.Room;
import dev.atrium.media.rooms.RoomPerson;
import dev.atrium.media.rooms.Rooms;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Finds the files that a caller may read. To be called on a Vert.x context.
@ApplicationScoped
public class Files {

    /// What only jobs-service has, for an organisation that was deleted: to delete its files, all of them. The gateway
    /// never grants it.
    static final String DISSOLVE = "files:dissolve";

    private static final String BY_ID =
            "select f, r, p from StoredFile f left join Room r on r.tenant = f.tenant and r.id = f.room"
                    + " left join RoomPerson p on p.tenant = f.tenant and p.room = f.room and p.subject = :caller"
                    + " where f.id = :id";
    private static final String LIST =
            "select f, r from StoredFile f left join Room r on r.tenant = f.tenant and r.id = f.room ";
    private static final String OF_OWNER = LIST + "where f.ownerSubject = :owner and f.id < :before order by f.id desc";
    private static final String OF_TENANT = LIST + "where f.id < :before order by f.id desc";
    private static final String OF_ROOM = LIST + "where f.room = :room and f.id < :before"
            + " and (f.hidden = false or f.ownerSubject = :caller or :moderates = true) order by f.id desc";

    private final Rooms rooms;
    private final InstantSource clock;

    Files(Rooms rooms, InstantSource clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /// A file with its room.
    ///
    /// @param room null if the file belongs to none, or to one that is not known
    /// @param person what is known of the caller in the room; null if nothing is
    public record Placed(
            StoredFile file, @Nullable Room room, @Nullable RoomPerson person) {

        public FileView view() {
            return FileView.of(file, room);
        }

        private static Placed of(Object[] row) {
            return new Placed((StoredFile) row[0], (Room) row[1], (RoomPerson) row[2]);
        }
    }

    /// The file with the id, if the caller may read it.
    ///
    /// @throws ProblemException `not-found`, the same for a file that is absent, foreign or private;
    ///     shortly after a start `unavailable` instead, also for files that rooms may open to the caller
    public Uni<Placed> readable(Caller caller, String id) {
        Optional<UUID> uuid = Ids.parse(id);
        if (uuid.isEmpty()) {
            return Uni.createFrom().failure(ProblemException::notFound);
        }
        return TenantTransactions.inTenant(caller.tenant(), session -> byId(session, caller, uuid.get()))
                .map(placed -> readable(caller, placed));
    }

    /// The file with the id, if the caller may delete it: who uploaded it, of a file in a room its owners, and of
    /// any file of an organisation its administrators, who need not be able to read it, and who ends the tenant.
    ///
    /// @throws ProblemException as [#readable], and `forbidden` if the caller may but read it
    Uni<StoredFile> deletable(Caller caller, String id) {
        Optional<UUID> uuid = Ids.parse(id);
        if (uuid.isEmpty()) {
            return Uni.createFrom().failure(ProblemException::notFound);
        }
        return TenantTransactions.inTenant(caller.tenant(), session -> byId(session, caller, uuid.get()))
                .map(placed -> deletable(caller, placed));
    }

    /// The file with the id, if the caller may have it processed again: who uploaded it, and of any file of an
    /// organisation its administrators, who need not be able to read it.
    ///
    /// @throws ProblemException as [#readable], and `forbidden` if the caller may but read it
    public Uni<Placed> processable(Caller caller, String id) {
        Optional<UUID> uuid = Ids.parse(id);
        if (uuid.isEmpty()) {
            return Uni.createFrom().failure(ProblemException::notFound);
        }
        return TenantTransactions.inTenant(caller.tenant(), session -> byId(session, caller, uuid.get()))
                .map(placed -> processable(caller, placed));
    }

    private Placed processable(Caller caller, @Nullable Placed placed) {
        if (placed != null && (placed.file().ownedBy(caller) || caller.isAdmin())) {
            return placed;
        }
        readable(caller, placed);
        throw new ProblemException(
                ProblemType.FORBIDDEN, "Only who uploaded a file and administrators may have it processed again.");
    }

    private StoredFile deletable(Caller caller, @Nullable Placed placed) {
        if (placed != null && (placed.file().ownedBy(caller) || caller.isAdmin() || caller.may(DISSOLVE))) {
            return placed.file();
        }
        rooms.requireCaughtUp();
        if (placed != null
                && placed.room() != null
                && placed.room().mayModerate(caller, placed.person(), clock.instant())) {
            return placed.file();
        }
        readable(caller, placed);
        throw new ProblemException(
                ProblemType.FORBIDDEN,
                "Only who uploaded a file, the owners of its room and administrators may delete it.");
    }

    private Placed readable(Caller caller, @Nullable Placed placed) {
        Instant now = clock.instant();
        if (placed != null && placed.file().mayRead(caller, null, null, now)) {
            return placed;
        }
        // Also if there is no such file: otherwise this would tell whether there is.
        rooms.requireCaughtUp();
        if (placed == null || !placed.file().mayRead(caller, placed.room(), placed.person(), now)) {
            throw ProblemException.notFound();
        }
        return placed;
    }

    /// The caller's own files, the newest first.
    Uni<Page<FileView>> own(Caller caller, PageRequest request) {
        return page(caller, OF_OWNER, Map.of("owner", caller.subject()), request);
    }

    /// All files of the caller's organisation, whoever may read them, the newest first.
    ///
    /// @throws ProblemException `forbidden` unless the caller is an administrator of it
    Uni<Page<FileView>> ofOrganisation(Caller caller, PageRequest request) {
        if (!caller.isAdmin()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only administrators list all files.");
        }
        return page(caller, OF_TENANT, Map.of(), request);
    }

    /// The files of a room, the newest first; of those that the moderation has hidden only what the caller may read.
    ///
    /// @throws ProblemException `not-found` if the caller may not read the room
    Uni<Page<FileView>> ofRoom(Caller caller, String room, PageRequest request) {
        return rooms.roleOf(caller, room).flatMap(found -> {
            boolean moderates = Room.moderates(found.orElseThrow(ProblemException::notFound));
            return page(
                    caller, OF_ROOM, Map.of("room", room, "caller", caller.subject(), "moderates", moderates), request);
        });
    }

    private static Uni<@Nullable Placed> byId(Mutiny.Session session, Caller caller, UUID id) {
        return session.createSelectionQuery(BY_ID, Object[].class)
                .setParameter("caller", caller.subject())
                .setParameter("id", id)
                .getSingleResultOrNull()
                .map(row -> row == null ? null : Placed.of(row));
    }

    private static Uni<Page<FileView>> page(
            Caller caller, String query, Map<String, Object> filters, PageRequest request) {
        UUID before = request.belowId();
        return TenantTransactions.inTenant(caller.tenant(), session -> {
            Mutiny.SelectionQuery<Object[]> select = session.createSelectionQuery(query, Object[].class)
                    .setParameter("before", before)
                    .setMaxResults(request.limitPlusOne());
            filters.forEach(select::setParameter);
            return select.getResultList().map(rows -> cut(rows, request));
        });
    }

    private static Page<FileView> cut(List<Object[]> rows, PageRequest request) {
        List<FileView> views = rows.stream()
                .map(row -> FileView.of((StoredFile) row[0], (Room) row[1]))
                .toList();
        return request.cut(views, FileView::id);
    }
}
