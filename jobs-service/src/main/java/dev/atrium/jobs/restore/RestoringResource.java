package dev.atrium.jobs.restore;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.request.IdempotencyKey;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Begins restores of backups (MD-5), for admins of the organisation. Apart from [RestoreResource]: below the path of
/// backups only a class with a longer one is asked.
@Path("/api/backups/{id}/restores")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Backups")
@RunOnVirtualThread
public final class RestoringResource {

    private final Restores restores;
    private final CurrentCaller caller;

    RestoringResource(Restores restores, CurrentCaller caller) {
        this.restores = restores;
        this.caller = caller;
    }

    /// Rooms and files of the backup become new ones, which belong to the caller. Answers 202 if the
    /// restore is new, 200 if the same `Idempotency-Key` asked for it before; 409 while another one is
    /// under way. Beside `jobs:write` it needs `rooms:write` and `files:write`.
    @POST
    @PermissionsAllowed("jobs:write")
    @Operation(summary = "Restore a backup, or tell what that would do")
    @APIResponseSchema(value = RestoreView.class, responseCode = "202")
    @APIResponse(responseCode = "200", description = "It was asked for before, with the same Idempotency-Key")
    public Response begin(
            @PathParam("id") String id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @Nullable RestoreRequest request)
            throws SQLException {
        Caller who = caller.get();
        RestoreWorkflow.requireRights(who);
        boolean dryRun = request != null && Boolean.TRUE.equals(request.dryRun());
        Restores.Begun begun = restores.begin(who, Parameters.id(id), dryRun, IdempotencyKey.checked(idempotencyKey));
        return Response.status(begun.isNew() ? Response.Status.ACCEPTED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/api/restores/" + begun.restore().id())
                .entity(begun.restore())
                .build();
    }
}
