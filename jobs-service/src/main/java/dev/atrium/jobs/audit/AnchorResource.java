package dev.atrium.jobs.audit;

import dev.atrium.jobs.access.Access;
import dev.atrium.platform.audit.AnchorKeys;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/audit/anchors` and `/api/audit/keys` (GW-12). What is shown comes from the object store alone.
@Path("/api/audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermissionsAllowed("audit:read")
@Tag(name = "Audit")
public final class AnchorResource {

    private final Anchors anchors;
    private final AnchorKeys keys;
    private final CurrentCaller caller;

    AnchorResource(Anchors anchors, AnchorKeys keys, CurrentCaller caller) {
        this.anchors = anchors;
        this.keys = keys;
        this.caller = caller;
    }

    @GET
    @Path("/anchors")
    @Operation(
            operationId = "listAuditAnchors",
            summary = "How far the audit trail went, and when, oldest first",
            description =
                    "For administrators. Each is signed by the gateway and kept outside of the database; by them `./atrium audit"
                            + " verify` tells whether a trail was written anew.")
    public Page<AnchorView> list(
            @Parameter(description = "The first time") @QueryParam("from") @Nullable String from,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws InterruptedException {
        Caller who = caller.get();
        Access.requireAdmin(who);
        return anchors.list(who.tenant(), from, limit, cursor);
    }

    @GET
    @Path("/keys")
    @Operation(
            operationId = "getAuditKeys",
            summary = "The public keys by which anchors are verified",
            description = "A JWK set (RFC 7517). Keep it beside the anchors: keys change.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public String keys() {
        return keys.json();
    }
}
