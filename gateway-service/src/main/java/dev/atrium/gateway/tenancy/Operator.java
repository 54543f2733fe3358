package dev.atrium.gateway.tenancy;

import dev.atrium.gateway.policy.Roles;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Who runs the installation: the administrators of one organisation that is configured as its operator's,
/// if there is one. They give plans to tenants (GW-16); into a tenant's data they see no more than others.
@ApplicationScoped
public class Operator {

    private final Optional<TenantId> tenant;

    /// @throws IllegalArgumentException if what is configured cannot be a tenant, or is the commons
    public Operator(OperatorConfig config) {
        this.tenant = config.tenant().map(TenantId::new);
        if (is(TenantId.COMMONS)) {
            throw new IllegalArgumentException("the commons are nobody's: atrium.operator.tenant");
        }
    }

    /// Whether the tenant is the operator's.
    public boolean is(TenantId other) {
        return tenant.isPresent() && tenant.get().equals(other);
    }

    /// The operator's tenant, if there is one.
    public Optional<TenantId> tenant() {
        return tenant;
    }

    /// The operator's tenant; empty text if there is none.
    public String name() {
        return tenant.map(TenantId::value).orElse("");
    }

    /// Whether the caller is an administrator of the operator's organisation.
    public boolean administers(Caller caller) {
        return is(caller.tenant()) && Roles.administers(caller);
    }
}
