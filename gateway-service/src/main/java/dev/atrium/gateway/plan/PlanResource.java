package dev.atrium.gateway.plan;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/plan` and `/api/plans` (GW-16).
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public class PlanResource {

    private final Balances balances;
    private final Plans plans;
    private final CurrentCaller caller;
    private final InstantSource clock;

    PlanResource(Balances balances, Plans plans, CurrentCaller caller, InstantSource clock) {
        this.balances = balances;
        this.plans = plans;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("plan")
    @Operation(
            operationId = "getPlan",
            summary = "Your organisation's plan, and what was used of it",
            description = "Beyond a limit it is 429 `quota-exceeded`. Without an organisation nothing is limited by a"
                    + " plan, and what you see is your own use.")
    public Uni<PlanView> plan() {
        Caller asking = caller.get();
        Month month = Month.of(clock.instant());
        if (asking.tenant().equals(TenantId.COMMONS)) {
            return balances.read(asking.tenant(), asking.subject())
                    .map(balance -> PlanView.of(new Balance(plans.named(Plan.UNLIMITED), balance.used()), month));
        }
        return balances.read(asking.tenant(), "").map(balance -> PlanView.of(balance, month));
    }

    @GET
    @Path("plans")
    @Operation(operationId = "listPlans", summary = "All plans and what they allow")
    public Uni<Page<PlanLimits>> plans() {
        return Uni.createFrom()
                .item(new Page<>(plans.all().stream().map(PlanLimits::of).toList(), null));
    }
}
