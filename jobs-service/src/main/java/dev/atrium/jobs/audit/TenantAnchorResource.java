package dev.atrium.jobs.audit;

import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/tenants/{tenant}/audit/anchors` (GW-12): for the operator of the installation. To everybody
/// else there is nothing.
@Path("/api/tenants/{tenant}/audit/anchors")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermissionsAllowed("audit:read")
@Tag(name = "Audit")
public final class TenantAnchorResource {

    private final Anchors anchors;
    private final Audits audits;
    private final Operator operator;
    private final DataSource dataSource;
    private final CurrentCaller caller;

    TenantAnchorResource(
            Anchors anchors, Audits audits, Operator operator, DataSource dataSource, CurrentCaller caller) {
        this.anchors = anchors;
        this.audits = audits;
        this.operator = operator;
        this.dataSource = dataSource;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listTenantAuditAnchors",
            summary = "How far a tenant's audit trail went, and when, oldest first",
            description =
                    "For administrators of the operator's organisation, of any tenant, `commons` too. That they were"
                            + " read is written down in the trail.")
    public Page<AnchorView> list(
            @PathParam("tenant") String name,
            @Parameter(description = "The first time") @QueryParam("from") @Nullable String from,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws InterruptedException, SQLException {
        Caller who = operator.demand(caller.get());
        TenantId tenant = Operator.tenant(name);
        Page<AnchorView> page = anchors.list(tenant, from, limit, cursor);
        if (!page.items().isEmpty()) {
            tell(tenant, who);
        }
        return page;
    }

    /// Where there is none there may be no such tenant, and nothing was read.
    private void tell(TenantId tenant, Caller who) throws SQLException {
        Deed deed = new Deed(AuditAction.AUDIT_ANCHORS_READ, tenant.value());
        TenantConnections.inTenant(dataSource, tenant, connection -> {
            audits.add(connection, tenant, who.actor(), deed);
            return deed;
        });
    }
}
