package dev.atrium.gateway.webhook;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/// Changes what sources are called, and what is done with their deliveries.
@ApplicationScoped
class SourceChanges {

    private final ActionCheck check;
    private final SourceLookup lookup;
    private final Audit audit;

    SourceChanges(ActionCheck check, SourceLookup lookup, Audit audit) {
        this.check = check;
        this.lookup = lookup;
        this.audit = audit;
    }

    /// Holds for what is delivered a second later at the latest.
    ///
    /// @return the source as it is now; empty if the caller has no such source
    /// @throws ProblemException `forbidden` if the source is a colleague's, or the caller may not do what
    ///     the action says; `invalid-request` for an action that is not valid
    Uni<Optional<Source>> change(Caller caller, UUID id, SourceChange change) {
        return check.demandMay(caller, change.action())
                .chain(() -> TenantTransactions.inTenant(
                        caller.tenant(),
                        session -> SourceRow.one(caller, id)
                                .withLock(LockModeType.PESSIMISTIC_WRITE)
                                .firstResult()
                                .chain(row -> row == null
                                        ? Uni.createFrom().item(Optional.<Source>empty())
                                        : apply(session, caller, row, change).map(Optional::of))))
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(caller, Deed.WEBHOOK_SOURCE_CHANGE, id.toString()))
                .invoke(() -> lookup.forget(id));
    }

    private Uni<Source> apply(Mutiny.Session session, Caller caller, SourceRow source, SourceChange change) {
        source.demandMayChange(caller);
        if (change.name() != null) {
            source.name = change.name();
        }
        if (change.action() != null) {
            source.act(caller, change.action());
        }
        Map<String, ?> detail = Map.of("changed", change.changed());
        return audit.done(session, caller, Deed.WEBHOOK_SOURCE_CHANGE, source.id, detail)
                .map(_ -> Source.listed(source));
    }
}
