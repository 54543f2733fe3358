package dev.atrium.gateway.audit;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/audit` (GW-12).
@Path("/api/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditResource {

    private final AuditTrail trail;
    private final CurrentCaller caller;

    AuditResource(AuditTrail trail, CurrentCaller caller) {
        this.trail = trail;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listAudit",
            summary = "Who did what, newest first",
            description =
                    "Administrators see all that was done in their organisation, everybody else what they did"
                            + " themselves. Each entry's hash covers the one before it: `./atrium audit verify` checks an export.")
    public Uni<Page<Entry>> list(
            @Parameter(description = "Subject of who did it") @QueryParam("actor") @Nullable String actor,
            @Parameter(description = "What was done, for example `key.create`") @QueryParam("action") @Nullable
                    String action,
            @Parameter(description = "Id of what it was done to") @QueryParam("target") @Nullable String target,
            @Parameter(description = "The first time") @QueryParam("from") @Nullable String from,
            @Parameter(description = "The time behind the last") @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        AuditFilter filter = AuditFilter.of(actor, action, target, from, to);
        return trail.list(caller.get(), filter, PageRequest.of(limit, cursor));
    }
}
