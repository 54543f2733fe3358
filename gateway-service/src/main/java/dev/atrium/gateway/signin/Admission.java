package dev.atrium.gateway.signin;

import dev.atrium.gateway.organisation.Memberships;
import dev.atrium.gateway.organisation.Standing;
import dev.atrium.gateway.policy.Membership;
import dev.atrium.gateway.tenancy.Tenancy;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Lets people into organisations: what somebody may there is what the membership says, whatever the
/// identity provider says of roles. An organisation that is unknown and one that lets nobody in get the
/// same answer.
@ApplicationScoped
class Admission {

    /// The request header that names the organisation to work in, by its id.
    static final String HEADER = "Atrium-Organisation";

    private final Memberships memberships;
    private final Tenancy tenancy;

    Admission(Memberships memberships, Tenancy tenancy) {
        this.memberships = memberships;
        this.tenancy = tenancy;
    }

    /// The organisation that a request names; empty if it names none.
    ///
    /// @throws ProblemException `invalid-request` for what cannot be one; `forbidden`
    static Optional<TenantId> chosen(RoutingContext context) {
        List<String> named = context.request().headers().getAll(HEADER);
        if (named.size() > 1) {
            throw ProblemException.invalidParameter(HEADER, "must be there once");
        }
        try {
            return named.stream().findFirst().map(TenantId::new);
        } catch (IllegalArgumentException _) {
            throw ProblemException.invalidParameter(HEADER, "must be the id of an organisation");
        }
    }

    /// The identity of somebody who has signed in, in the organisation that it has chosen; else in the
    /// tenant that it comes with.
    Uni<SecurityIdentity> admit(Caller person, Optional<TenantId> chosen) {
        if (chosen.isPresent() && !tenancy.hasOrganisations()) {
            throw stranger();
        }
        TenantId tenant = chosen.orElse(person.tenant());
        return memberships.find(person.subject(), tenant).map(standing -> switch (standing) {
            case Standing.Member member -> member(in(tenant, person), member.membership());
            case Standing.Unmanaged _
            when chosen.isEmpty() -> Identities.of(person).build();
            case Standing.Unmanaged _, Standing.Stranger _ -> throw stranger();
        });
    }

    /// A key belongs to the tenant that it was made in, and a visitor to none: naming another one is a
    /// mistake that must not go unnoticed.
    static SecurityIdentity demandWithin(SecurityIdentity identity, Caller caller, Optional<TenantId> chosen) {
        if (chosen.isPresent() && !chosen.get().equals(caller.tenant())) {
            throw caller.isAnonymous()
                    ? new ProblemException(ProblemType.UNAUTHENTICATED, "To work in an organisation, sign in.")
                    : new ProblemException(
                            ProblemType.FORBIDDEN,
                            "An API key works where it was made; make one in this organisation, or sign in.");
        }
        return identity;
    }

    private static SecurityIdentity member(Caller person, Membership membership) {
        return Identities.of(membership.role().in(person))
                .addAttribute(Membership.ATTRIBUTE, membership)
                .build();
    }

    private static Caller in(TenantId tenant, Caller person) {
        return new Caller(
                person.subject(), tenant, person.handle(), person.roles(), person.scopes(), person.expiresAt());
    }

    private static ProblemException stranger() {
        return new ProblemException(
                ProblemType.FORBIDDEN, "There is no such organisation, or you are not a member of it.");
    }
}
