package dev.atrium.jobs.backup;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Backups of an organisation (MD-5), for its admins.
@Path("/api/backups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Backups")
@RunOnVirtualThread
public final class BackupResource {

    private final DataSource dataSource;
    private final Backups backups;
    private final Downloads downloads;
    private final Uploads uploads;
    private final CurrentCaller caller;

    BackupResource(DataSource dataSource, Backups backups, Downloads downloads, Uploads uploads, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.backups = backups;
        this.downloads = downloads;
        this.uploads = uploads;
        this.caller = caller;
    }

    /// Answers 202 if the backup is new, 200 if the same `Idempotency-Key` asked for it before; 409
    /// while another one is under way. Beside `jobs:write` it needs `rooms:read` and `files:read`.
    @POST
    @PermissionsAllowed("jobs:write")
    @Operation(summary = "Back up all that your organisation has in rooms and files")
    @APIResponseSchema(value = BackupView.class, responseCode = "202")
    @APIResponse(responseCode = "200", description = "It was asked for before, with the same Idempotency-Key")
    public Response make(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable BackupRequest request)
            throws SQLException {
        Caller who = caller.get();
        BackupWorkflow.requireRights(who);
        BackupInput input = backups.input("/keep", request == null ? null : request.keep());
        Backups.Made made = backups.make(who, input, IdempotencyKey.checked(idempotencyKey));
        return Response.status(made.isNew() ? Response.Status.ACCEPTED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/api/backups/" + made.backup().id())
                .entity(made.backup())
                .build();
    }

    /// Takes an archive that was downloaded before, perhaps from another organisation or installation:
    /// it is checked while it comes in, and from then on a backup like any other. 422 if it is not a
    /// whole backup, 413 if it is too large, 409 while another one comes in, 503 while this node takes as
    /// many as it can. With the `Idempotency-Key` of an earlier upload the archive is read all the same and
    /// the backup of then answered, with 200; 422 if that was of another archive. Needs `rooms:write` and
    /// `files:write` as well.
    @POST
    @Path("/uploads")
    @Consumes("application/x-tar")
    @PermissionsAllowed("jobs:write")
    @Operation(summary = "Upload a backup")
    @APIResponseSchema(value = BackupView.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was uploaded before, with the same Idempotency-Key")
    public Response upload(@HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, InputStream archive)
            throws SQLException, IOException, InterruptedException {
        Caller who = caller.get();
        Access.requireAdmin(who);
        Access.requireScopes(who, "An upload of a backup", List.of("rooms:write", "files:write"));
        Backups.Made taken = uploads.take(who, archive, IdempotencyKey.checked(idempotencyKey));
        return Response.status(taken.isNew() ? Response.Status.CREATED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/api/backups/" + taken.backup().id())
                .entity(taken.backup())
                .build();
    }

    /// Newest first.
    @GET
    @PermissionsAllowed("jobs:read")
    @Operation(summary = "List your organisation's backups")
    public Page<BackupView> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = admin();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(Place::parse).orElse(Place.START);
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        BackupTable.list(connection, who.tenant(), after, page.limitPlusOne()),
                        last -> new Place(last.createdAt(), last.id()).toString()));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("jobs:read")
    @Operation(summary = "Tell about a backup")
    public BackupView get(@PathParam("id") String id) throws SQLException {
        Caller who = admin();
        BackupKey key = new BackupKey(who.tenant(), Parameters.id(id));
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> BackupTable.find(connection, key))
                .orElseThrow(ProblemException::notFound);
    }

    /// The archive, whole or from somewhere on (`Range: bytes=…-`). Needs `rooms:read` and `files:read`
    /// as well.
    @GET
    @Path("/{id}/content")
    @Produces(MediaType.WILDCARD)
    @PermissionsAllowed("jobs:read")
    @Operation(summary = "Download a backup")
    @APIResponse(
            responseCode = "200",
            description = "All of it",
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "206",
            description = "The rest, which `Content-Range` names",
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "416", description = "It is shorter than where `Range` begins")
    public Response content(
            @PathParam("id") String id, @HeaderParam("Range") @Nullable String range, @Context RoutingContext http)
            throws SQLException {
        Caller who = caller.get();
        BackupWorkflow.requireRights(who);
        return downloads.answer(who, Parameters.id(id), range, http);
    }

    /// Cancels a backup that has not ended. What it has stored is gone some minutes later. 409 while it
    /// is restored.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("jobs:write")
    @Operation(summary = "Delete a backup")
    public void delete(@PathParam("id") String id) throws SQLException {
        backups.delete(admin(), Parameters.id(id));
    }

    private Caller admin() {
        Caller who = caller.get();
        Access.requireAdmin(who);
        return who;
    }
}
