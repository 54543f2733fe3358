package dev.atrium.gateway.user;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.IdempotencyKey;
import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Creates and shows users. Who belongs to an organisation sees all its users; in `commons`, where
/// strangers meet, one sees only those that one created oneself.
@ApplicationScoped
class Users {

    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final Outbox outbox;
    private final Audit audit;
    private final InstantSource clock;

    Users(Outbox outbox, Audit audit, InstantSource clock) {
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// What became of a request to create a user.
    ///
    /// @param repeated whether the same request had created the user before
    record Creation(User user, boolean repeated) {}

    /// Creates a user and tells the others of it, both or neither. The same idempotency key of the same
    /// caller creates one user, however often it comes.
    ///
    /// @throws ProblemException `conflict` for an e-mail address that is taken; `unprocessable` for an
    ///     idempotency key that was used for something else
    Uni<Creation> create(Caller caller, NewUser wish, Optional<String> idempotencyKey) {
        UserRow row = new UserRow(
                Ids.next(),
                caller,
                wish,
                idempotencyKey.orElse(null),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return TenantTransactions.inTenant(caller.tenant(), session -> insert(session, caller, row))
                .map(_ -> new Creation(User.of(row), false))
                .onFailure(IdempotencyKey::isTaken)
                .recoverWithUni(() -> earlier(caller, wish, idempotencyKey));
    }

    /// Newest first.
    Uni<Page<User>> list(Caller caller, PageRequest page) {
        UUID before = page.after(UUID::fromString).orElse(AFTER_ALL);
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        _ -> rows(caller, before).range(0, page.limit()).list())
                .map(rows -> rows.stream().map(User::of).toList())
                .map(users -> page.cut(users, user -> user.id().toString()));
    }

    /// Empty for a user that does not exist or that the caller may not see.
    Uni<Optional<User>> find(Caller caller, UUID id) {
        return TenantTransactions.inTenant(caller.tenant(), _ -> row(caller, id))
                .map(row -> Optional.ofNullable(row).map(User::of));
    }

    private Uni<Void> insert(Mutiny.Session session, Caller caller, UserRow row) {
        Event created =
                new Event.UserCreated(caller.tenant(), row.id.toString(), row.email, row.name, caller.subject());
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> outbox.add(session, created))
                .chain(() -> audit.done(session, caller, Deed.USER_CREATE, row.id, Map.of()));
    }

    /// The user that an earlier attempt of the same request created; else the address is somebody else's.
    private static Uni<Creation> earlier(Caller caller, NewUser wish, Optional<String> idempotencyKey) {
        if (idempotencyKey.isEmpty()) {
            return Uni.createFrom().failure(emailTaken());
        }
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        _ -> UserRow.<UserRow>find(
                                        "createdBy = ?1 and idempotencyKey = ?2",
                                        caller.subject(),
                                        idempotencyKey.get())
                                .firstResult())
                .map(row -> repeated(row, wish));
    }

    private static Creation repeated(@Nullable UserRow row, NewUser wish) {
        if (row == null) {
            throw emailTaken();
        }
        if (!row.isFrom(wish)) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, "This Idempotency-Key was used for a request with another content.");
        }
        return new Creation(User.of(row), true);
    }

    private static ProblemException emailTaken() {
        return new ProblemException(ProblemType.CONFLICT, "There is a user with this e-mail address.");
    }

    private static PanacheQuery<UserRow> rows(Caller caller, UUID before) {
        return seesAll(caller)
                ? UserRow.find("id < ?1 order by id desc", before)
                : UserRow.find("id < ?1 and createdBy = ?2 order by id desc", before, caller.subject());
    }

    private static Uni<@Nullable UserRow> row(Caller caller, UUID id) {
        PanacheQuery<UserRow> query = seesAll(caller)
                ? UserRow.find("id", id)
                : UserRow.find("id = ?1 and createdBy = ?2", id, caller.subject());
        return query.firstResult();
    }

    private static boolean seesAll(Caller caller) {
        return !caller.tenant().equals(Anonymous.COMMONS);
    }
}
