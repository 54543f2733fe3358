package dev.atrium.gateway.user;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Made;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.edge.UniqueIndex;
import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Creates and shows users. Who belongs to an organisation sees all its users; in `commons`, where
/// strangers meet, one sees only those that one created oneself.
@ApplicationScoped
class Users {

    private final Deactivation deactivation;
    private final Outbox outbox;
    private final Audit audit;
    private final InstantSource clock;

    Users(Deactivation deactivation, Outbox outbox, Audit audit, InstantSource clock) {
        this.deactivation = deactivation;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// Creates a user and tells the others of it, both or neither. The same idempotency key of the same
    /// caller creates one user, however often it comes.
    ///
    /// @throws ProblemException `conflict` for an e-mail address that is taken; `unprocessable` for an
    ///     idempotency key that was used for something else
    Uni<Made<User>> create(Caller caller, NewUser wish, @Nullable String idempotencyKey) {
        UserRow row = new UserRow(Ids.next(), caller, wish, idempotencyKey, Timestamps.now(clock));
        return TenantTransactions.inTenant(caller.tenant(), session -> insert(session, caller, row))
                .map(_ -> Made.now(User.of(row)))
                .onFailure(UniqueIndex::refused)
                .recoverWithUni(() -> earlier(caller, wish, idempotencyKey));
    }

    /// Newest first.
    Uni<Page<User>> list(Caller caller, UserFilter filter, PageRequest page) {
        UUID before = page.belowId();
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        _ -> rows(caller, filter, before).range(0, page.limit()).list())
                .map(rows -> rows.stream().map(User::of).toList())
                .map(users -> page.cut(users, user -> user.id().toString()));
    }

    /// Empty for a user that does not exist or that the caller may not see.
    Uni<Optional<User>> find(Caller caller, UUID id) {
        return TenantTransactions.inTenant(caller.tenant(), _ -> row(caller, id))
                .map(row -> Optional.ofNullable(row).map(User::of));
    }

    /// @return the user as it is now; empty for one that does not exist or that the caller may not see
    /// @throws ProblemException `forbidden` for a colleague's user, unless the caller is an
    ///     administrator; `conflict` for an address that is taken, a user who is deactivated, or whom a
    ///     provider keeps
    Uni<Optional<User>> change(Caller caller, UUID id, UserChange change) {
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        session -> lock(caller, id)
                                .chain(row -> row == null
                                        ? Uni.createFrom().item(Optional.<User>empty())
                                        : apply(session, caller, row, change).map(Optional::of)))
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(caller, Deed.USER_CHANGE, id.toString()))
                .onFailure(UniqueIndex::refused)
                .transform(_ -> emailTaken());
    }

    /// Ends a user; once more changes nothing.
    ///
    /// @return false for one that does not exist or that the caller may not see
    /// @throws ProblemException `forbidden` for a colleague's user, or one whom a provider keeps,
    ///     unless the caller is an administrator; and for a member above the caller
    Uni<Boolean> deactivate(Caller caller, UUID id) {
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        session -> lock(caller, id)
                                .chain(row -> row == null
                                        ? Uni.createFrom().item(false)
                                        : deactivate(session, caller, row).replaceWith(true)))
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(caller, Deed.USER_DEACTIVATE, id.toString()));
    }

    private Uni<Void> deactivate(Mutiny.Session session, Caller caller, UserRow row) {
        demandMayChange(caller, row);
        return deactivation
                .apply(session, caller, caller.subject(), row)
                .invoke(Users::demandDone)
                .replaceWithVoid();
    }

    private Uni<User> apply(Mutiny.Session session, Caller caller, UserRow row, UserChange change) {
        demandMayChange(caller, row);
        if (row.deactivatedAt != null || row.externalId != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The user is deactivated, or kept by its identity provider: change it there.");
        }
        String address = change.email() == null ? row.email : change.email();
        return demandFree(address)
                .invoke(() -> {
                    row.email = address;
                    row.name = change.name() == null ? row.name : change.name();
                    row.updatedAt = Timestamps.now(clock);
                })
                .chain(session::flush)
                .chain(() -> outbox.add(
                        session, new Event.UserChanged(caller.tenant(), row.id.toString(), row.email, row.name)))
                .chain(() -> audit.done(session, caller, Deed.USER_CHANGE, row.id, Map.of()))
                .replaceWith(() -> User.of(row));
    }

    /// Whom a provider keeps has its address alone, too.
    private static Uni<Void> demandFree(String address) {
        return UserRow.count("externalId is not null and deactivatedAt is null and lower(email) = lower(?1)", address)
                .invoke(taken -> {
                    if (taken > 0) {
                        throw emailTaken();
                    }
                })
                .replaceWithVoid();
    }

    private static void demandMayChange(Caller caller, UserRow row) {
        boolean own = row.createdBy.equals(caller.subject()) && row.externalId == null;
        if (!own && !caller.isAdmin()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Only an administrator, or who created this user, may change it.");
        }
    }

    private static void demandDone(boolean done) {
        if (!done) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "This user has a role above your own in the organisation.");
        }
    }

    private Uni<Void> insert(Mutiny.Session session, Caller caller, UserRow row) {
        Event created =
                new Event.UserCreated(caller.tenant(), row.id.toString(), row.email, row.name, caller.subject());
        return demandFree(row.email)
                .chain(() -> session.persist(row))
                .chain(session::flush)
                .chain(() -> outbox.add(session, created))
                .chain(() -> audit.done(session, caller, Deed.USER_CREATE, row.id, Map.of()));
    }

    /// The user that an earlier attempt of the same request created; else the address is somebody else's.
    private static Uni<Made<User>> earlier(Caller caller, NewUser wish, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return Uni.createFrom().failure(emailTaken());
        }
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        _ -> UserRow.<UserRow>find(
                                        "createdBy = ?1 and idempotencyKey = ?2", caller.subject(), idempotencyKey)
                                .firstResult())
                .map(row -> repeated(row, wish));
    }

    private static Made<User> repeated(@Nullable UserRow row, NewUser wish) {
        if (row == null) {
            throw emailTaken();
        }
        if (!row.isFrom(wish)) {
            throw IdempotencyKey.reused();
        }
        return Made.before(User.of(row));
    }

    private static ProblemException emailTaken() {
        return new ProblemException(ProblemType.CONFLICT, "There is a user with this e-mail address.");
    }

    private static PanacheQuery<UserRow> rows(Caller caller, UserFilter filter, UUID before) {
        Map<String, Object> parameters = filter.parameters();
        parameters.put("before", before);
        String whose = "";
        if (!seesAll(caller)) {
            whose = " and createdBy = :subject";
            parameters.put("subject", caller.subject());
        }
        return UserRow.find("id < :before" + whose + filter.condition() + " order by id desc", parameters);
    }

    private static Uni<@Nullable UserRow> row(Caller caller, UUID id) {
        return query(caller, id).firstResult();
    }

    /// To be changed: of several changes one comes after the other, so that none brings a user back whom
    /// another has ended.
    private static Uni<@Nullable UserRow> lock(Caller caller, UUID id) {
        return query(caller, id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    private static PanacheQuery<UserRow> query(Caller caller, UUID id) {
        return seesAll(caller)
                ? UserRow.find("id", id)
                : UserRow.find("id = ?1 and createdBy = ?2", id, caller.subject());
    }

    private static boolean seesAll(Caller caller) {
        return !caller.tenant().equals(Anonymous.COMMONS);
    }
}
