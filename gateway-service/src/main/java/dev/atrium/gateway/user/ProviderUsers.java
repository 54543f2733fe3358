package dev.atrium.gateway.user;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.organisation.Members;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.web.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Users whom an identity provider keeps. Of what is told of one the newest counts, whenever it comes, and
/// of parts that are told at the same moment each; who was deleted stays deleted, and who was erased
/// stays erased.
@ApplicationScoped
class ProviderUsers {

    private static final String KNOW = "insert into synchronised_users (tenant, external_id, as_of, deleted)"
            + " values (?1, ?2, '-infinity', false) on conflict (tenant, external_id) do nothing";
    private static final String ADVANCE = "update synchronised_users set as_of = ?1, deleted = ?2"
            + " where external_id = ?3 and not deleted and (as_of < ?1 or ?2 or (?4 and as_of = ?1))";

    /// Who may not be ended is not taken for deleted: what is told of it later counts, and so does another deletion.
    private static final String STAYS = "update synchronised_users set deleted = false where external_id = ?1";

    private final Deactivation deactivation;
    private final Outbox outbox;
    private final Audit audit;
    private final InstantSource clock;

    ProviderUsers(Deactivation deactivation, Outbox outbox, Audit audit, InstantSource clock) {
        this.deactivation = deactivation;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// Applies what the provider tells, in the session's transaction.
    ///
    /// @param source as which it is written down
    /// @param responsible subject of who registered it; null if that is not known any more
    /// @return `APPLIED`, `STALE`, `UNKNOWN` or `REFUSED`
    Uni<UserSync.Outcome> apply(
            Mutiny.Session session, Caller source, @Nullable String responsible, ProviderEvent event) {
        return isNewest(session, source, event)
                .chain(newest -> newest
                        ? store(session, source, responsible, event)
                        : Uni.createFrom().item(UserSync.Outcome.STALE));
    }

    /// Keeps somebody who signs in, in the session's transaction. That the address is verified is told by the session
    /// that is opened then.
    ///
    /// @param person as who it is written down
    Uni<Void> signsIn(Mutiny.Session session, Caller person, ProviderEvent.Told user) {
        return isNewest(session, person, user)
                .chain(newest -> newest
                        ? lock("externalId = ?1", user.id())
                                .chain(row -> keep(session, person, row, user))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    /// Whether it is later than all that is known of this user, who is not deleted; then it is what is
    /// known. A part may be told at the same moment as another one: Keycloak tells of address and name apart.
    private static Uni<Boolean> isNewest(Mutiny.Session session, Caller source, ProviderEvent event) {
        return session.createNativeQuery(KNOW)
                .setParameter(1, source.tenant().value())
                .setParameter(2, event.id())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(ADVANCE)
                        .setParameter(1, event.at().atOffset(ZoneOffset.UTC))
                        .setParameter(2, event instanceof ProviderEvent.Deleted)
                        .setParameter(3, event.id())
                        .setParameter(4, event instanceof ProviderEvent.Changed)
                        .executeUpdate())
                .map(advanced -> advanced > 0);
    }

    private static Uni<UserSync.Outcome> stays(Mutiny.Session session, String externalId) {
        return session.createNativeQuery(STAYS)
                .setParameter(1, externalId)
                .executeUpdate()
                .replaceWith(UserSync.Outcome.REFUSED);
    }

    private Uni<UserSync.Outcome> store(
            Mutiny.Session session, Caller source, @Nullable String responsible, ProviderEvent event) {
        return lock("externalId = ?1", event.id()).chain(row -> switch (event) {
            case ProviderEvent.Deleted _ -> end(session, source, responsible, row, event.id());
            case ProviderEvent.Told told
            when row == null && told.email() == null -> Uni.createFrom().item(UserSync.Outcome.UNKNOWN);
            case ProviderEvent.Told told ->
                keep(session, source, row, told)
                        .chain(news -> news.map(user -> tellVerified(session, source, user))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .replaceWith(UserSync.Outcome.APPLIED);
        });
    }

    private Uni<UserSync.Outcome> end(
            Mutiny.Session session,
            Caller source,
            @Nullable String responsible,
            @Nullable UserRow row,
            String externalId) {
        Uni<Boolean> ended = row == null
                ? deactivation.apply(session, source, responsible, externalId)
                : deactivation.apply(session, source, responsible, row);
        return ended.chain(done -> done ? Uni.createFrom().item(UserSync.Outcome.APPLIED) : stays(session, externalId));
    }

    /// Who was created by hand before, with the same address, is the same user.
    ///
    /// @param told with an address if nothing is known
    /// @return what is known now, if this address of this user was not known before, or not known to be verified
    private Uni<Optional<ProviderEvent.Present>> keep(
            Mutiny.Session session, Caller source, @Nullable UserRow known, ProviderEvent.Told told) {
        if (known != null) {
            return update(session, source, known, told.over(known));
        }
        return lock(
                        "externalId is null and deactivatedAt is null and lower(email) = lower(?1)",
                        Objects.requireNonNull(told.email()))
                .chain(same -> same == null
                        ? insert(session, source, told.over(null))
                        : update(session, source, same, told.over(same)));
    }

    /// To be changed: an administrator may be at it too.
    private static Uni<@Nullable UserRow> lock(String condition, String value) {
        return UserRow.<UserRow>find(condition, value)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    private Uni<Optional<ProviderEvent.Present>> insert(
            Mutiny.Session session, Caller source, ProviderEvent.Present user) {
        UserRow row =
                new UserRow(Ids.next(), source, new NewUser(user.email(), user.name()), null, Timestamps.now(clock));
        row.externalId = user.id();
        row.emailVerified = user.isVerified();
        String principal = subject(user);
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> outbox.add(
                        session,
                        new Event.UserCreated(
                                source.tenant(), row.id.toString(), row.email, row.name, principal, principal)))
                .chain(() -> audit.done(session, source, Deed.USER_CREATE, row.id, Map.of()))
                .replaceWith(Optional.of(user));
    }

    private Uni<Optional<ProviderEvent.Present>> update(
            Mutiny.Session session, Caller source, UserRow row, ProviderEvent.Present user) {
        if (row.isErased() || isSame(row, user)) {
            return Uni.createFrom().item(Optional.empty());
        }
        boolean isNews = row.deactivatedAt == null
                && !(row.emailVerified
                        && user.id().equals(row.externalId)
                        && user.email().equals(row.email));
        row.externalId = user.id();
        row.email = user.email();
        row.emailVerified = user.isVerified();
        row.name = user.name();
        row.updatedAt = Timestamps.now(clock);
        return session.flush()
                .chain(() -> outbox.add(
                        session,
                        new Event.UserChanged(source.tenant(), row.id.toString(), row.email, row.name, subject(user))))
                .chain(() -> audit.done(session, source, Deed.USER_CHANGE, row.id, Map.of()))
                .replaceWith(isNews ? Optional.of(user) : Optional.empty());
    }

    private static boolean isSame(UserRow row, ProviderEvent.Present user) {
        return user.id().equals(row.externalId)
                && row.isFrom(new NewUser(user.email(), user.name()))
                && row.emailVerified == user.isVerified();
    }

    /// In an organisation of ours whoever made it can register a source, and have it say of anybody's
    /// address that it is verified; the word of the installation's own provider comes there when its people
    /// sign in. Who administers a provider's organisation does so by that provider's word.
    private Uni<Void> tellVerified(Mutiny.Session session, Caller source, ProviderEvent.Present user) {
        if (!user.isVerified()) {
            return Uni.createFrom().voidItem();
        }
        return Members.areOurs(source.tenant())
                .chain(ours -> ours
                        ? Uni.createFrom().voidItem()
                        : outbox.add(session, new Event.EmailVerified(source.tenant(), subject(user), user.email())));
    }

    private static String subject(ProviderEvent.Present user) {
        return "user:" + user.id();
    }
}
