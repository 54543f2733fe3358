package dev.atrium.gateway.ratelimit;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.Quota;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/tenants/{tenant}/limits` (GW-6): for the operator of the installation. To everybody else there is
/// nothing.
@Path("/api/tenants/{tenant}/limits")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public class TenantLimitResource {

    private final TenantLimitTable table;
    private final TenantLimitWatch watch;
    private final Charges charges;
    private final RouteLimits routes;
    private final Operator operator;
    private final CurrentCaller caller;

    TenantLimitResource(
            TenantLimitTable table,
            TenantLimitWatch watch,
            Charges charges,
            RouteLimits routes,
            Operator operator,
            CurrentCaller caller) {
        this.table = table;
        this.watch = watch;
        this.charges = charges;
        this.routes = routes;
        this.operator = operator;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getTenantLimits",
            summary = "A tenant's limits: those that were set for it, and all that hold",
            description = "For administrators of the operator's organisation.")
    @APIResponseSchema(LimitsView.class)
    public Uni<LimitsView> get(@PathParam("tenant") String name) {
        operator.demand(caller.get());
        TenantId tenant = Operator.tenant(name);
        return table.find(tenant).map(set -> view(tenant, set));
    }

    @PUT
    @Operation(
            operationId = "setTenantLimits",
            summary = "Set limits for a tenant, instead of what is configured",
            description = "For administrators of the operator's organisation. These hold, and no others that were set"
                    + " before: at all gateways about a second later, in rooms some seconds, on open sockets too. Limits"
                    + " that are configured for single routes can be set as well. What is used of a quota of a"
                    + " tenant's own is counted from then on, and for itself.")
    @APIResponseSchema(LimitsView.class)
    public Uni<LimitsView> set(@PathParam("tenant") String name, @Valid @NotNull NewLimits wish) {
        Caller acting = operator.demand(caller.get());
        TenantId tenant = Operator.tenant(name);
        Map<String, Quota> limits = wish.quotas(routes.all());
        return table.set(acting, tenant, limits).chain(watch::read).map(_ -> view(tenant, limits));
    }

    @DELETE
    @Operation(
            operationId = "unsetTenantLimits",
            summary = "Let a tenant's limits be again what is configured",
            description = "For administrators of the operator's organisation.")
    @APIResponse(responseCode = "204", description = "So it is")
    public Uni<Void> unset(@PathParam("tenant") String name) {
        Caller acting = operator.demand(caller.get());
        return table.unset(acting, Operator.tenant(name)).chain(watch::read).replaceWithVoid();
    }

    private LimitsView view(TenantId tenant, Map<String, Quota> set) {
        return LimitsView.of(set, charges.inForce(tenant, routes.all()));
    }
}
