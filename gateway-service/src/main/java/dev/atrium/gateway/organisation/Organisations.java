package dev.atrium.gateway.organisation;

import dev.atrium.gateway.apikey.MakersKeys;
import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Made;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.edge.UniqueIndex;
import dev.atrium.gateway.policy.Role;
import dev.atrium.gateway.session.VerifiedEmails;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Makes, changes and deletes organisations.
@ApplicationScoped
class Organisations {

    private final SecureRandom random = new SecureRandom();
    private final OrganisationTransactions transactions;
    private final OwnOrganisations own;
    private final VerifiedEmails emails;
    private final Outbox outbox;
    private final Audit audit;
    private final InstantSource clock;

    Organisations(
            OrganisationTransactions transactions,
            OwnOrganisations own,
            VerifiedEmails emails,
            Outbox outbox,
            Audit audit,
            InstantSource clock) {
        this.transactions = transactions;
        this.own = own;
        this.emails = emails;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// A new organisation, whose owner the caller is.
    ///
    /// @throws ProblemException `forbidden` for who is not signed in as a user; `conflict` for a slug
    ///     that is taken, or for who owns too many; `unprocessable` for an idempotency key that was
    ///     used for something else
    Uni<Made<Organisation>> create(Caller caller, NewOrganisation wish, @Nullable String idempotencyKey) {
        Members.demandUser(caller);
        OrganisationRow row = new OrganisationRow(
                Ids.next(), wish.name(), wish.slugOr(random), caller.subject(), Timestamps.now(clock));
        row.idempotencyKey = idempotencyKey;
        own.demandOrganisations();
        return TenantTransactions.inTenant(row.tenantId(), session -> insertUnlessMade(session, caller, row))
                .chain(made -> made.map(id -> repeated(caller, id, wish))
                        .orElseGet(() -> Uni.createFrom().item(Made.now(Organisation.of(row, Role.OWNER)))))
                .onFailure(UniqueIndex::refused)
                .recoverWithUni(() -> earlier(caller, wish, idempotencyKey));
    }

    Uni<Organisation> find(Caller caller, UUID id) {
        return transactions.read(
                caller,
                id,
                Role.VIEWER,
                inside -> Uni.createFrom().item(Organisation.of(inside.organisation(), inside.role())));
    }

    /// @throws ProblemException `conflict` for a slug that is taken
    Uni<Organisation> change(Caller caller, UUID id, OrganisationChange change) {
        return transactions
                .change(caller, id, Role.ADMIN, attempt(Deed.ORGANISATION_CHANGE, id), inside -> apply(inside, change))
                .onFailure(UniqueIndex::refused)
                .transform(_ -> slugTaken());
    }

    /// Ends the organisation for all its members, with all keys that were made in it.
    Uni<Void> delete(Caller caller, UUID id) {
        return transactions.change(caller, id, Role.OWNER, attempt(Deed.ORGANISATION_DELETE, id), this::delete);
    }

    /// What the same request has made before, if it has.
    private Uni<Optional<UUID>> insertUnlessMade(Mutiny.Session session, Caller caller, OrganisationRow row) {
        return own.madeBefore(session, caller.subject(), row.idempotencyKey)
                .call(made -> made.isPresent()
                        ? Uni.createFrom().voidItem()
                        : own.demandRoom(session, caller.subject()).chain(() -> insert(session, caller, row)));
    }

    private Uni<Void> insert(Mutiny.Session session, Caller caller, OrganisationRow row) {
        Caller owner =
                new Caller(caller.subject(), row.tenantId(), caller.handle(), Role.OWNER.roles(), caller.scopes());
        MemberRow member =
                new MemberRow(Ids.next(), row.tenantId(), caller.subject(), caller.handle(), Role.OWNER, row.createdAt);
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> session.persist(member))
                .chain(session::flush)
                .chain(() -> outbox.add(session, new Event.OrganisationChanged(row.tenantId(), row.name, row.slug)))
                .chain(() -> outbox.add(session, Members.changed(member)))
                .chain(() -> emails.joins(session, row.tenantId(), caller.subject()))
                .chain(() -> audit.done(
                        session, owner, Deed.ORGANISATION_CREATE, row.id, Map.of("name", row.name, "slug", row.slug)));
    }

    private Uni<Organisation> apply(Inside inside, OrganisationChange change) {
        OrganisationRow row = inside.organisation();
        row.name = change.name() == null ? row.name : change.name();
        row.slug = change.slug() == null ? row.slug : change.slug();
        return inside.session()
                .flush()
                .chain(() -> outbox.add(
                        inside.session(), new Event.OrganisationChanged(inside.tenant(), row.name, row.slug)))
                .chain(() -> audit.done(
                        inside.session(),
                        inside.caller(),
                        Deed.ORGANISATION_CHANGE,
                        row.id,
                        Map.of("name", row.name, "slug", row.slug)))
                .map(_ -> Organisation.of(row, inside.role()));
    }

    private Uni<Void> delete(Inside inside) {
        OrganisationRow row = inside.organisation();
        Instant now = Timestamps.now(clock);
        row.deletedAt = now;
        return inside.session()
                .flush()
                .chain(() -> MakersKeys.revokeAll(now))
                .chain(() -> MemberRow.deleteAll())
                .chain(() -> forget(inside))
                .chain(() -> outbox.add(inside.session(), new Event.OrganisationDeleted(inside.tenant())))
                .chain(() -> audit.done(
                        inside.session(), inside.caller(), Deed.ORGANISATION_DELETE, row.id, Map.of("name", row.name)));
    }

    /// Who its users are and which webhooks it takes, with their secrets, nobody asks for any more.
    private static Uni<Void> forget(Inside inside) {
        return Multi.createFrom()
                .items("synchronised_users", "users", "webhook_sources")
                .onItem()
                .transformToUniAndConcatenate(table -> inside.session()
                        .createNativeQuery("delete from " + table + " where tenant = :tenant")
                        .setParameter("tenant", inside.tenant().value())
                        .executeUpdate())
                .onItem()
                .ignoreAsUni();
    }

    /// The organisation that an earlier attempt of the same request made; else the slug is somebody
    /// else's.
    private Uni<Made<Organisation>> earlier(Caller caller, NewOrganisation wish, @Nullable String idempotencyKey) {
        return own.madeBy(caller.subject(), idempotencyKey)
                .chain(id -> id.map(made -> repeated(caller, made, wish))
                        .orElseGet(() -> Uni.createFrom().failure(slugTaken())));
    }

    private Uni<Made<Organisation>> repeated(Caller caller, UUID made, NewOrganisation wish) {
        return find(inside(caller, made), made).map(found -> repeated(found, wish));
    }

    private static Caller inside(Caller caller, UUID id) {
        return new Caller(
                caller.subject(), new TenantId(id.toString()), caller.handle(), caller.roles(), caller.scopes());
    }

    private static Made<Organisation> repeated(Organisation made, NewOrganisation wish) {
        if (!made.name().equals(wish.name())
                || (wish.slug() != null && !wish.slug().equals(made.slug()))) {
            throw IdempotencyKey.reused();
        }
        return Made.before(made);
    }

    private static OrganisationTransactions.Attempt attempt(Deed deed, UUID id) {
        return new OrganisationTransactions.Attempt(deed, id.toString());
    }

    private static ProblemException slugTaken() {
        return new ProblemException(ProblemType.CONFLICT, "There is an organisation with this slug.");
    }
}
