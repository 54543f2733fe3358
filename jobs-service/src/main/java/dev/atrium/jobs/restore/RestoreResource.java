package dev.atrium.jobs.restore;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Restores of backups into the organisation (MD-5), for its admins.
@Path("/api/restores")
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

    /// For a restore that failed or was cancelled and is not to go on: a room that has not come back as a
    /// whole becomes a private one of the caller, as far as it came; rooms and files that are whole stay as
    /// they are. The restore cannot be restarted after that. Again: the same. 409 while it goes on, and if
    /// it is complete. Beside `jobs:write` it needs `rooms:write` and `files:write`.
    @POST
    @Path("/{id}/abandon")
    @PermissionsAllowed("jobs:write")
    @Operation(summary = "Give a restore up, and keep what has come back")
    public RestoreView abandon(@PathParam("id") String id) throws SQLException, InterruptedException {
        Caller who = caller.get();
        RestoreWorkflow.requireRights(who);
        return restores.abandon(who, Parameters.id(id));
    }

    /// Newest first.
    @GET
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
    @Path("/{id}")
    @PermissionsAllowed("jobs:read")
    @Operation(summary = "Tell about a restore")
    public RestoreView get(@PathParam("id") String id) throws SQLException {
        Caller who = admin();
        UUID restore = Parameters.id(id);
        return TenantConnections.inTenant(
                        dataSource, who.tenant(), connection -> RestoreTable.find(connection, who.tenant(), restore))
                .orElseThrow(ProblemException::notFound);
    }

    private Caller admin() {
        Caller who = caller.get();
        Access.requireAdmin(who);
        return who;
    }
}
