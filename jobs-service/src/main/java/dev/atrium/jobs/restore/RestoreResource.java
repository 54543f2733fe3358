package dev.atrium.jobs.restore;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.access.RequestParameters;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Restores of backups into the organisation (MD-5), for its admins.
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Backups")
@RunOnVirtualThread
public final class RestoreResource {

    private final DataSource dataSource;
    private final Restores restores;
    private final CurrentCaller caller;

    RestoreResource(DataSource dataSource, Restores restores, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.restores = restores;
        this.caller = caller;
    }

    /// Rooms and files of the backup become new ones, which belong to the caller. Answers 202 if the
    /// restore is new, 200 if the same `Idempotency-Key` asked for it before; 409 while another one is
    /// under way. Beside `jobs:write` it needs `rooms:write` and `files:write`.
    @POST
    @Path("/backups/{id}/restores")
    @PermissionsAllowed("jobs:write")
    @Operation(summary = "Restore a backup, or tell what that would do")
    public Response begin(
            @PathParam("id") String id,
            @HeaderParam(RequestParameters.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Nullable RestoreRequest request)
            throws SQLException {
        Caller who = admin();
        Access.requireScopes(who, "A restore", List.of("rooms:write", "files:write"));
        boolean dryRun = request != null && Boolean.TRUE.equals(request.dryRun());
        Restores.Begun begun = restores.begin(who, uuid(id), dryRun, RequestParameters.idempotencyKey(idempotencyKey));
        return Response.status(begun.isNew() ? Response.Status.ACCEPTED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/api/restores/" + begun.restore().id())
                .entity(begun.restore())
                .build();
    }

    /// Newest first.
    @GET
    @Path("/restores")
    @PermissionsAllowed("jobs:read")
    @Operation(summary = "List your organisation's restores")
    public Page<RestoreView> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = admin();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(Place::parse).orElse(Place.START);
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        RestoreTable.list(connection, who.tenant(), after, page.limitPlusOne()),
                        last -> new Place(last.createdAt(), last.id()).toString()));
    }

    @GET
    @Path("/restores/{id}")
    @PermissionsAllowed("jobs:read")
    @Operation(summary = "Tell about a restore")
    public RestoreView get(@PathParam("id") String id) throws SQLException {
        Caller who = admin();
        UUID restore = uuid(id);
        return TenantConnections.inTenant(
                        dataSource, who.tenant(), connection -> RestoreTable.find(connection, who.tenant(), restore))
                .orElseThrow(ProblemException::notFound);
    }

    private Caller admin() {
        Caller who = caller.get();
        Access.requireAdmin(who);
        return who;
    }

    private static UUID uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            if (uuid.toString().equals(id)) {
                return uuid;
            }
        } catch (IllegalArgumentException _) {
            // Answered below, like an id that does not exist.
        }
        throw ProblemException.notFound();
    }
}
