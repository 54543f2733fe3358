package dev.atrium.gateway.usage;

import dev.atrium.gateway.tenancy.Tenancy;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/usage` (GW-16).
@Path("/api/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public class UsageResource {

    private final UsageReader reader;
    private final Tenancy tenancy;
    private final CurrentCaller caller;
    private final InstantSource clock;

    UsageResource(UsageReader reader, Tenancy tenancy, CurrentCaller caller, InstantSource clock) {
        this.reader = reader;
        this.tenancy = tenancy;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listUsage",
            summary = "What was used, by hour, day or month",
            description = "Administrators see what their organisation has used; without an organisation one sees one's"
                    + " own. Times are in UTC. It is complete within about ten seconds. Hours can be asked for 62 days,"
                    + " days for 400.")
    public Uni<Page<UsageAmount>> list(
            @Parameter(description = "Only this, for example `messages`") @QueryParam("meter") @Nullable String meter,
            @Parameter(description = "`hour`, `day` (default) or `month`") @QueryParam("by") @Nullable String by,
            @Parameter(description = "A time in the first hour, day or month; default: 2 days, a month or a year back")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "The time behind the last; default: now") @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Caller asking = caller.get();
        demandMaySee(asking);
        boolean own = asking.tenant().equals(TenantId.COMMONS);
        return reader.list(
                asking.tenant(),
                own ? asking.subject() : "",
                UsageQuery.of(meter, by, from, to, clock.instant()),
                PageRequest.of(limit, cursor));
    }

    private void demandMaySee(Caller asking) {
        if (!asking.tenant().equals(TenantId.COMMONS) && !asking.isAdmin() && !tenancy.isAlone()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Only an administrator sees what an organisation has used.");
        }
    }
}
