package dev.atrium.media.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Who runs the installation: the administrators of one organisation that is configured as its operator's, if there is
/// one.
@ApplicationScoped
public class Operator {

    private final Optional<TenantId> tenant;

    Operator(OperatorConfig config) {
        this.tenant = config.tenant().map(TenantId::new);
    }

    /// @throws ProblemException `not-found` unless the caller is an administrator of the operator's organisation: to
    ///     everybody else there is nothing
    public void require(Caller caller) {
        if (tenant.isEmpty() || !tenant.get().equals(caller.tenant()) || !Access.isAdmin(caller)) {
            throw ProblemException.notFound();
        }
    }
}
