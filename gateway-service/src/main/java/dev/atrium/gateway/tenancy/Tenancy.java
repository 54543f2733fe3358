package dev.atrium.gateway.tenancy;

import dev.atrium.gateway.policy.Roles;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Maps principals to tenants: the only place that knows the mode. Everything behind works with the
/// tenant alone, so its rows, objects, index entries and storage prefixes follow.
@ApplicationScoped
public class Tenancy {

    /// The tenant that all share who sign in, in the mode `internal`.
    public static final TenantId SHARED = new TenantId("internal");

    private static final String USER = "user:";

    /// 160 bits: nobody finds a subject that has somebody else's tenant.
    private static final int DIGITS = 40;

    private final TenancyConfig.Mode mode;

    public Tenancy(TenancyConfig config) {
        this.mode = config.mode();
    }

    /// Whether people can be in organisations at all, of ours or of the provider.
    public boolean hasOrganisations() {
        return mode == TenancyConfig.Mode.MULTI;
    }

    /// Whether each tenant but the commons is one person.
    public boolean isAlone() {
        return mode == TenancyConfig.Mode.SINGLE;
    }

    /// The same principal in the tenant where it belongs. Who has signed in and is alone in a tenant
    /// administers it: there is nobody else who could.
    ///
    /// @param principal in the tenant that its credentials name; in `commons` if they name none
    public Caller place(Caller principal) {
        return new Caller(
                principal.subject(),
                tenant(principal.subject(), principal.tenant()),
                principal.handle(),
                roles(principal),
                principal.scopes(),
                principal.expiresAt());
    }

    private Set<String> roles(Caller principal) {
        return isAlone() && principal.subject().startsWith(USER)
                ? Roles.withAdmin(principal.roles())
                : principal.roles();
    }

    private TenantId tenant(String subject, TenantId named) {
        return switch (mode) {
            case INTERNAL -> subject.startsWith(USER) ? SHARED : TenantId.COMMONS;
            case SINGLE -> own(subject);
            case MULTI -> named;
        };
    }

    private static TenantId own(String subject) {
        return new TenantId("u-" + Sha256.hex(subject).substring(0, DIGITS));
    }
}
