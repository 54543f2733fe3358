package dev.atrium.gateway.organisation;

import dev.atrium.gateway.apikey.MakersKeys;
import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.policy.Role;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Page;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Who belongs to an organisation. It always has an owner: each change waits for the one before.
@ApplicationScoped
public class Members {

    private final OrganisationTransactions transactions;
    private final Memberships memberships;
    private final Outbox outbox;
    private final Audit audit;
    private final InstantSource clock;

    Members(
            OrganisationTransactions transactions,
            Memberships memberships,
            Outbox outbox,
            Audit audit,
            InstantSource clock) {
        this.transactions = transactions;
        this.memberships = memberships;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// Members are people: a key that stands for nobody else ends with its text.
    ///
    /// @throws ProblemException `forbidden` for others
    public static void demandUser(Caller caller) {
        if (!caller.subject().startsWith("user:")) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This needs a user who has signed in.");
        }
    }

    /// Those who joined last come first.
    ///
    /// @param role only members with it
    Uni<Page<Member>> list(Caller caller, UUID organisation, Optional<Role> role, PageRequest page) {
        UUID before = page.belowId();
        return transactions
                .read(
                        caller,
                        organisation,
                        Role.VIEWER,
                        _ -> rows(role, before).range(0, page.limit()).list())
                .map(rows -> page.cut(rows, row -> row.id.toString()))
                .map(rows -> new Page<>(rows.items().stream().map(Member::of).toList(), rows.nextCursor()));
    }

    Uni<Member> find(Caller caller, UUID organisation, String subject) {
        return transactions
                .read(caller, organisation, Role.VIEWER, _ -> member(subject))
                .map(Member::of);
    }

    /// Gives a member another role.
    ///
    /// @throws ProblemException `forbidden` if the old or the new role is above the caller's own;
    ///     `conflict` if no owner would be left
    Uni<Member> change(Caller caller, UUID organisation, String subject, Role role) {
        return transactions
                .change(
                        caller,
                        organisation,
                        Role.ADMIN,
                        attempt(Deed.MEMBER_CHANGE, subject),
                        inside -> member(subject)
                                .call(member -> demandMayChange(inside, member, role))
                                .call(member -> become(inside, member, role)))
                .invoke(() -> forget(organisation, subject))
                .map(Member::of);
    }

    /// Removes a member, or lets the caller leave, with all keys that the member made there.
    ///
    /// @param byKey whether the caller comes with a key: it may read, or write, and leaving is no reading
    /// @throws ProblemException `forbidden` if the member's role is above the caller's own, or the
    ///     credentials do not allow it; `conflict` if no owner would be left
    Uni<Void> remove(Caller caller, boolean byKey, UUID organisation, String subject) {
        boolean leaves = caller.subject().equals(subject);
        return transactions
                .change(
                        caller,
                        organisation,
                        leaves ? Role.VIEWER : Role.ADMIN,
                        attempt(Deed.MEMBER_REMOVE, subject),
                        inside -> {
                            demandMayRemove(caller, leaves && !byKey);
                            return member(subject)
                                    .call(member -> demandMayChange(inside, member, Role.VIEWER))
                                    .chain(member -> remove(inside, member));
                        })
                .invoke(() -> forget(organisation, subject));
    }

    /// Makes another member the owner, and the caller an administrator.
    Uni<Member> transfer(Caller caller, UUID organisation, String subject) {
        return transactions
                .change(
                        caller,
                        organisation,
                        Role.OWNER,
                        attempt(Deed.ORGANISATION_TRANSFER, subject),
                        inside -> caller.subject().equals(subject)
                                ? Uni.createFrom().item(inside.acting())
                                : member(subject).call(member -> transfer(inside, member)))
                .invoke(() -> forget(organisation, subject))
                .invoke(() -> forget(organisation, caller.subject()))
                .map(Member::of);
    }

    /// Fails with a problem `not-found` for who is no member of the transaction's organisation.
    public static Uni<Void> demandMember(String subject) {
        return member(subject).replaceWithVoid();
    }

    /// Whether we know the members of the transaction's tenant: it is an organisation of ours, and not a
    /// provider's.
    public static Uni<Boolean> areOurs(TenantId tenant) {
        return OrganisationRow.count("tenant", tenant.value()).map(found -> found > 0);
    }

    /// What others are told of a member that is new or has another role.
    static Event changed(MemberRow member) {
        return new Event.MembershipChanged(new TenantId(member.tenant), member.subject, member.handle, member.role);
    }

    private Uni<Void> become(Inside inside, MemberRow member, Role role) {
        Map<String, ?> detail = Map.of("from", member.role, "to", role.label());
        if (member.role() == role) {
            return Uni.createFrom().voidItem();
        }
        return set(inside, member, role)
                .chain(() -> audit.done(inside.session(), inside.caller(), Deed.MEMBER_CHANGE, member.subject, detail));
    }

    private Uni<Void> set(Inside inside, MemberRow member, Role role) {
        member.role = role.label();
        return inside.session().flush().chain(() -> outbox.add(inside.session(), changed(member)));
    }

    private Uni<Void> remove(Inside inside, MemberRow member) {
        Instant now = Timestamps.now(clock);
        return inside.session()
                .remove(member)
                .chain(inside.session()::flush)
                .chain(() -> MakersKeys.revoke(member.subject, now))
                .chain(() -> outbox.add(
                        inside.session(),
                        new Event.MembershipChanged(inside.tenant(), member.subject, member.handle, null)))
                .chain(() -> audit.done(
                        inside.session(),
                        inside.caller(),
                        Deed.MEMBER_REMOVE,
                        member.subject,
                        Map.of("role", member.role)));
    }

    private Uni<Void> transfer(Inside inside, MemberRow heir) {
        return set(inside, heir, Role.OWNER)
                .chain(() -> set(inside, inside.acting(), Role.ADMIN))
                .chain(() -> audit.done(
                        inside.session(), inside.caller(), Deed.ORGANISATION_TRANSFER, heir.subject, Map.of()));
    }

    /// @param role that the member would have; the least if it would have none
    private static Uni<Void> demandMayChange(Inside inside, MemberRow member, Role role) {
        boolean own = member.subject.equals(inside.caller().subject());
        if (!own) {
            inside.demandMayGive(member.role());
        }
        inside.demandMayGive(role);
        return member.role() != Role.OWNER || role == Role.OWNER
                ? Uni.createFrom().voidItem()
                : MemberRow.count("role", Role.OWNER.label())
                        .invoke(Members::demandAnotherOwner)
                        .replaceWithVoid();
    }

    private static void demandMayRemove(Caller caller, boolean leavesInPerson) {
        if (!leavesInPerson && !caller.may(Scopes.ORGANISATIONS_WRITE)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Your credentials do not have the scope '" + Scopes.ORGANISATIONS_WRITE + "'.");
        }
    }

    private static void demandAnotherOwner(long owners) {
        if (owners < 2) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The organisation would have no owner. Make another member the owner first, or delete it.");
        }
    }

    private static Uni<MemberRow> member(String subject) {
        return MemberRow.of(subject).map(row -> Optional.ofNullable(row).orElseThrow(ProblemException::notFound));
    }

    private static PanacheQuery<MemberRow> rows(Optional<Role> role, UUID before) {
        return role.<PanacheQuery<MemberRow>>map(
                        r -> MemberRow.find("id < ?1 and role = ?2 order by id desc", before, r.label()))
                .orElseGet(() -> MemberRow.find("id < ?1 order by id desc", before));
    }

    private static OrganisationTransactions.Attempt attempt(Deed deed, String target) {
        return new OrganisationTransactions.Attempt(deed, target);
    }

    private void forget(UUID organisation, String subject) {
        memberships.forget(new TenantId(organisation.toString()), subject);
    }
}
