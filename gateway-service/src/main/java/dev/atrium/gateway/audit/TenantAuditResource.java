package dev.atrium.gateway.audit;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/tenants/{tenant}/audit` (GW-12): for the operator of the installation, who reads nothing
/// unseen. To everybody else there is nothing.
@Path("/api/tenants/{tenant}/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class TenantAuditResource {

    private static final String BEGUN = "select exists (select from audit where tenant = ?1)";

    private final AuditTrail trail;
    private final Audit audit;
    private final Operator operator;
    private final CurrentCaller caller;

    TenantAuditResource(AuditTrail trail, Audit audit, Operator operator, CurrentCaller caller) {
        this.trail = trail;
        this.audit = audit;
        this.operator = operator;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listTenantAudit",
            summary = "Who did what in a tenant, newest first",
            description = "For administrators of the operator's organisation, of any tenant, `commons` too. That it was"
                    + " read is written down in the same trail first.")
    public Uni<Page<Entry>> list(
            @PathParam("tenant") String name,
            @Parameter(description = "Subject of who did it") @QueryParam("actor") @Nullable String actor,
            @Parameter(description = "What was done, for example `key.create`") @QueryParam("action") @Nullable
                    String action,
            @Parameter(description = "Id of what it was done to") @QueryParam("target") @Nullable String target,
            @Parameter(description = "The first time") @QueryParam("from") @Nullable String from,
            @Parameter(description = "The time behind the last") @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Caller acting = operator.demand(caller.get());
        TenantId tenant = Operator.tenant(name);
        Uni<Page<Entry>> entries =
                trail.list(tenant, AuditFilter.of(actor, action, target, from, to), PageRequest.of(limit, cursor));
        return written(acting, tenant).chain(() -> entries);
    }

    /// A trail in which nothing stands is not begun by being read: there may be no such tenant.
    private Uni<Void> written(Caller acting, TenantId tenant) {
        return TenantTransactions.inTenant(
                tenant,
                session -> session.createNativeQuery(BEGUN, Boolean.class)
                        .setParameter(1, tenant.value())
                        .getSingleResult()
                        .chain(begun -> begun
                                ? audit.done(
                                        session, Operator.in(tenant, acting), Deed.AUDIT_READ, tenant.value(), Map.of())
                                : Uni.createFrom().voidItem()));
    }
}
