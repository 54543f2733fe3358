package dev.atrium.gateway.plan;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
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
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/tenants/{tenant}/plan` (GW-16): for the operator of the installation. To everybody else there is
/// nothing.
@Path("/api/tenants/{tenant}/plan")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public class TenantPlanResource {

    private final TenantPlans plans;
    private final Balances balances;
    private final Operator operator;
    private final CurrentCaller caller;
    private final InstantSource clock;

    TenantPlanResource(
            TenantPlans plans, Balances balances, Operator operator, CurrentCaller caller, InstantSource clock) {
        this.plans = plans;
        this.balances = balances;
        this.operator = operator;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "getTenantPlan",
            summary = "A tenant's plan, and what was used of it",
            description = "For administrators of the operator's organisation.")
    @APIResponseSchema(PlanView.class)
    public Uni<PlanView> get(@PathParam("tenant") String tenant) {
        demandOperator();
        return balances.read(parse(tenant), "").map(balance -> PlanView.of(balance, Month.of(clock.instant())));
    }

    @PUT
    @Operation(
            operationId = "setTenantPlan",
            summary = "Give a tenant a plan, whatever it has paid for",
            description = "For administrators of the operator's organisation.")
    public Uni<PlanName> set(@PathParam("tenant") String tenant, @Valid @NotNull PlanName wish) {
        Caller acting = demandOperator();
        return plans.set(acting, parse(tenant), wish.plan()).map(plan -> new PlanName(plan.name()));
    }

    @DELETE
    @Operation(
            operationId = "unsetTenantPlan",
            summary = "Let the plan be again what the tenant has paid for, or the standard one",
            description = "For administrators of the operator's organisation.")
    @APIResponse(responseCode = "204", description = "So it is")
    public Uni<Void> unset(@PathParam("tenant") String tenant) {
        Caller acting = demandOperator();
        return plans.unset(acting, parse(tenant));
    }

    private Caller demandOperator() {
        return operator.demand(caller.get());
    }

    /// The commons have no plan.
    private static TenantId parse(String text) {
        TenantId tenant = Operator.tenant(text);
        if (tenant.equals(TenantId.COMMONS)) {
            throw ProblemException.notFound();
        }
        return tenant;
    }
}
