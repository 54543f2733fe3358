package dev.atrium.gateway.organisation;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/// The one way into an organisation's rows: as a member of it. To everybody else it looks as if there
/// were no such organisation, also to credentials that belong to another organisation: they act where they
/// were made. Those of the commons act in all organisations of theirs, as far as their scopes go.
@ApplicationScoped
public class OrganisationTransactions {

    private final Audit audit;

    OrganisationTransactions(Audit audit) {
        this.audit = audit;
    }

    /// Reads in an organisation.
    ///
    /// @throws ProblemException `not-found` for who is no member; `forbidden` for who has less than the
    ///     role
    public <T> Uni<T> read(Caller caller, UUID organisation, Role least, Function<Inside, Uni<T>> work) {
        return run(caller, organisation, LockModeType.NONE, inside -> {
            inside.demand(least);
            return work.apply(inside);
        });
    }

    /// Changes something in an organisation: of several changes one comes after the other. A refusal to
    /// a member who may not is written down.
    ///
    /// @param attempt what it is, for the audit trail
    /// @throws ProblemException `not-found` for who is no member; `forbidden` for who has less than the
    ///     role
    public <T> Uni<T> change(
            Caller caller, UUID organisation, Role least, Attempt attempt, Function<Inside, Uni<T>> work) {
        Caller inTenant =
                new Caller(caller.subject(), tenant(organisation), caller.handle(), caller.roles(), caller.scopes());
        return run(caller, organisation, LockModeType.PESSIMISTIC_WRITE, inside -> {
                    inside.demand(least);
                    return work.apply(inside);
                })
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(inTenant, attempt.deed(), attempt.target()));
    }

    /// Does what a member has asked for before, as far as it is a member still.
    ///
    /// @param member subject of the member
    /// @throws ProblemException `not-found` if it is none any more
    public <T> Uni<T> onBehalfOf(String member, UUID organisation, Function<Inside, Uni<T>> work) {
        return run(nobody(member, organisation), organisation, LockModeType.PESSIMISTIC_WRITE, work);
    }

    /// A member who is not there: its credentials allow nothing.
    private static Caller nobody(String member, UUID organisation) {
        return new Caller(member, tenant(organisation), member, Set.of(), Set.of());
    }

    /// Reads what a member has let others see, as far as it is a member still.
    ///
    /// @param member subject of the member
    /// @throws ProblemException `not-found` if it is none any more
    public <T> Uni<T> readOnBehalfOf(String member, UUID organisation, Function<Inside, Uni<T>> work) {
        return run(nobody(member, organisation), organisation, LockModeType.NONE, work);
    }

    /// What somebody wants to do.
    ///
    /// @param target id of what it is done to
    public record Attempt(Deed deed, String target) {}

    private static <T> Uni<T> run(Caller caller, UUID organisation, LockModeType lock, Function<Inside, Uni<T>> work) {
        TenantId tenant = tenant(organisation);
        if (!caller.tenant().equals(tenant) && !caller.tenant().equals(TenantId.COMMONS)) {
            return Uni.createFrom().failure(ProblemException::notFound);
        }
        return TenantTransactions.inTenant(
                tenant, session -> enter(session, caller, organisation, lock).chain(work::apply));
    }

    private static Uni<Inside> enter(Mutiny.Session session, Caller caller, UUID id, LockModeType lock) {
        PanacheQuery<OrganisationRow> query = OrganisationRow.find("id = ?1 and deletedAt is null", id);
        return query.withLock(lock)
                .firstResult()
                .chain(organisation -> MemberRow.of(caller.subject()).map(acting -> {
                    if (organisation == null || acting == null) {
                        throw ProblemException.notFound();
                    }
                    return new Inside(session, caller, organisation, acting);
                }));
    }

    private static TenantId tenant(UUID organisation) {
        return new TenantId(organisation.toString());
    }
}
