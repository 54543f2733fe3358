package dev.atrium.gateway.organisation;

import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Takes the membership from users who are ended, in the transaction that ends them. It waits for other
/// changes of the organisation's members, and they wait for it. In a provider's organisation, whose members
/// are not known, it tells that they are none any more.
@ApplicationScoped
public class Departures {

    private final Outbox outbox;

    Departures(Outbox outbox) {
        this.outbox = outbox;
    }

    /// What became of a membership.
    public enum Outcome {
        /// There was none, or the tenant is no organisation of ours.
        NONE,
        REMOVED,
        /// It stays: it is the last owner's.
        KEPT,
        /// It stays, and nothing else may be done to the member: it is above who wants it.
        REFUSED
    }

    /// Removes a member.
    ///
    /// @param tenant that of the transaction
    /// @param actor subject of who wants it; who is no administrator of an organisation of ours, or
    ///     null, ends no member of it
    public Uni<Outcome> remove(Mutiny.Session session, TenantId tenant, @Nullable String actor, String subject) {
        return OrganisationRow.<OrganisationRow>find("tenant", tenant.value())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .chain(organisation -> organisation == null
                        ? leave(session, tenant, subject)
                        : member(subject)
                                .chain(member -> member == null
                                        ? Uni.createFrom().item(Outcome.NONE)
                                        : role(actor).chain(role -> remove(session, member, role))));
    }

    /// Nobody told that the subject had joined, and whoever sends it something must know that it is gone.
    private Uni<Outcome> leave(Mutiny.Session session, TenantId tenant, String subject) {
        String handle = subject.substring(subject.indexOf(':') + 1);
        return outbox.add(session, new Event.MembershipChanged(tenant, subject, handle, null))
                .replaceWith(Outcome.NONE);
    }

    private static Uni<@Nullable MemberRow> none() {
        return Uni.createFrom().nullItem();
    }

    private static Uni<@Nullable MemberRow> member(String subject) {
        return MemberRow.of(subject);
    }

    private static Uni<Role> role(@Nullable String actor) {
        return (actor == null ? none() : member(actor)).map(acting -> acting == null ? Role.VIEWER : acting.role());
    }

    private Uni<Outcome> remove(Mutiny.Session session, MemberRow member, Role acting) {
        if (!acting.isAtLeast(Role.ADMIN) || !acting.isAtLeast(member.role())) {
            return Uni.createFrom().item(Outcome.REFUSED);
        }
        if (member.role() != Role.OWNER) {
            return end(session, member);
        }
        return MemberRow.count("role", Role.OWNER.label())
                .chain(owners -> owners < 2 ? Uni.createFrom().item(Outcome.KEPT) : end(session, member));
    }

    private Uni<Outcome> end(Mutiny.Session session, MemberRow member) {
        return session.remove(member)
                .chain(session::flush)
                .chain(() -> outbox.add(
                        session,
                        new Event.MembershipChanged(new TenantId(member.tenant), member.subject, member.handle, null)))
                .replaceWith(Outcome.REMOVED);
    }
}
