package dev.atrium.gateway.organisation;

import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/// A transaction in an organisation, and the member on whose behalf it runs.
public final class Inside {

    private final Mutiny.Session session;
    private final Caller caller;
    private final OrganisationRow organisation;
    private final MemberRow acting;

    Inside(Mutiny.Session session, Caller caller, OrganisationRow organisation, MemberRow acting) {
        this.session = session;
        this.organisation = organisation;
        this.acting = acting;
        this.caller = new Caller(
                caller.subject(),
                organisation.tenantId(),
                caller.handle(),
                role().roles(),
                caller.scopes(),
                caller.expiresAt());
    }

    public Mutiny.Session session() {
        return session;
    }

    /// The member, within the organisation.
    public Caller caller() {
        return caller;
    }

    public TenantId tenant() {
        return caller.tenant();
    }

    public UUID id() {
        return organisation.id;
    }

    /// The organisation's name.
    public String name() {
        return organisation.name;
    }

    /// The member's name, as it joined.
    public String handle() {
        return acting.handle;
    }

    /// What the member may.
    public Role role() {
        return acting.role();
    }

    OrganisationRow organisation() {
        return organisation;
    }

    MemberRow acting() {
        return acting;
    }

    /// @throws ProblemException `forbidden` if the member's role is less
    public void demand(Role least) {
        if (!role().isAtLeast(least)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "This needs the role '" + least.label() + "' in the organisation.");
        }
    }

    /// Nobody gives, takes or changes a role above their own.
    ///
    /// @throws ProblemException `forbidden` if the role is above the member's own
    public void demandMayGive(Role role) {
        if (!role().isAtLeast(role)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "The role '" + role.label() + "' is above your own in the organisation.");
        }
    }
}
