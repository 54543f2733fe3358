package dev.atrium.jobs.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Who runs the installation: the admins of one organisation that is configured as its operator's, if
/// there is one. Into a tenant's data they see no more than others.
@ApplicationScoped
public class Operator {

    private final Optional<TenantId> tenant;

    Operator(OperatorConfig config) {
        this.tenant = config.tenant().map(TenantId::new);
    }

    /// Whether the caller acts in the operator's organisation, in whichever role.
    public boolean employs(Caller caller) {
        return tenant.isPresent() && tenant.get().equals(caller.tenant());
    }

    /// Whether the caller is an admin of the operator's organisation.
    public boolean administers(Caller caller) {
        return employs(caller) && Access.isAdmin(caller);
    }

    /// @throws ProblemException `not-found` unless the caller is an admin of the operator's organisation:
    ///     to everybody else there is nothing
    public void require(Caller caller) {
        if (!administers(caller)) {
            throw ProblemException.notFound();
        }
    }
}
