package dev.atrium.gateway.organisation;

import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.plan.TenantPlans;
import dev.atrium.gateway.policy.Role;
import dev.atrium.gateway.session.VerifiedEmails;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.web.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Makes people members.
@ApplicationScoped
public class Joining {

    private final Outbox outbox;
    private final InstantSource clock;
    private final TenantPlans plans;
    private final VerifiedEmails emails;
    private final int membersMax;

    Joining(Outbox outbox, InstantSource clock, TenantPlans plans, VerifiedEmails emails, OrganisationConfig config) {
        this.outbox = outbox;
        this.plans = plans;
        this.clock = clock;
        this.emails = emails;
        this.membersMax = config.membersMax();
    }

    /// Makes somebody a member of the transaction's organisation; who is one already stays what it is.
    ///
    /// @param inside a member who may let others in
    /// @param person as it has signed in
    /// @return the organisation as the member sees it
    /// @throws ProblemException `conflict` if the organisation is full; `quota-exceeded` if its plan has no
    ///     more members
    public Uni<Organisation> join(Inside inside, Caller person, Role role) {
        return MemberRow.of(person.subject())
                .chain(present -> member(inside, person, role, present))
                .map(member -> Organisation.of(inside.organisation(), member.role()));
    }

    private Uni<MemberRow> member(Inside inside, Caller person, Role role, @Nullable MemberRow present) {
        if (present != null) {
            return Uni.createFrom().item(present);
        }
        MemberRow member = new MemberRow(
                Ids.next(), inside.tenant(), person.subject(), person.handle(), role, Timestamps.now(clock));
        return MemberRow.count()
                .invoke(this::demandRoom)
                .call(members -> plans.demandRoom(inside.session(), inside.tenant(), Meter.MEMBERS, members))
                .chain(() -> inside.session().persist(member))
                .chain(inside.session()::flush)
                .chain(() -> outbox.add(inside.session(), Members.changed(member)))
                .chain(() -> emails.joins(inside.session(), inside.tenant(), person.subject()))
                .replaceWith(member);
    }

    private void demandRoom(long members) {
        if (members >= membersMax) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The organisation has " + members + " members, which is as many as it may.");
        }
    }
}
