package dev.atrium.platform.identity;

import dev.atrium.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Who runs the installation: the administrators of one organisation that is configured as its operator's,
/// if there is one. They give plans and limits to tenants (GW-16); of a tenant's data they see its audit
/// trail, which tells that, and else no more than others.
@ApplicationScoped
public class Operator {

    private final Optional<TenantId> tenant;

    /// @throws IllegalArgumentException if what is configured cannot be a tenant, or is the commons
    Operator(OperatorConfig config) {
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

    /// The caller, who must be an administrator of the operator's organisation.
    ///
    /// @throws ProblemException `not-found` for others: to them there is nothing
    public Caller demand(Caller caller) {
        if (!administers(caller)) {
            throw ProblemException.notFound();
        }
        return caller;
    }

    /// The tenant in a path.
    ///
    /// @throws ProblemException `not-found` if it can be none
    public static TenantId tenant(String text) {
        return TenantId.parse(text).orElseThrow(ProblemException::notFound);
    }

    /// The operator's caller as it acts in another tenant, whose trail has what it does there.
    public static Caller in(TenantId tenant, Caller operator) {
        return new Caller(operator.subject(), tenant, operator.handle(), operator.roles(), operator.scopes());
    }

    /// Whether the caller is an administrator of the operator's organisation.
    public boolean administers(Caller caller) {
        return is(caller.tenant()) && caller.isAdmin();
    }
}
