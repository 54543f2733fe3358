package dev.atrium.jobs.export;

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
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Exports rooms and files as documents (JB-4). Everybody sees only its own exports; an export is controlled by its
/// workflow.
@Path("/api/exports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Exports")
@RunOnVirtualThread
public final class ExportResource {

    private final DataSource dataSource;
    private final Exports exports;
    private final CurrentCaller caller;

    ExportResource(DataSource dataSource, Exports exports, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.exports = exports;
        this.caller = caller;
    }

    /// Answers 202 if the export is new, 200 if the same `Idempotency-Key` began it before. Beside
    /// `jobs:write` it needs `rooms:read`, `files:read` and `files:write`, which it makes use of.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    @Operation(summary = "Export a room or files as documents")
    @APIResponseSchema(value = ExportView.class, responseCode = "202")
    @APIResponse(responseCode = "200", description = "It was begun before, with the same Idempotency-Key")
    public Response begin(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable ExportRequest request)
            throws SQLException {
        if (request == null) {
            throw ProblemException.invalidProperty("", "is required");
        }
        Exports.Begun begun = exports.begin(caller.get(), request, IdempotencyKey.checked(idempotencyKey));
        return Response.status(begun.isNew() ? Response.Status.ACCEPTED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/api/exports/" + begun.export().id())
                .entity(begun.export())
                .build();
    }

    /// Newest first, without their files.
    @GET
    @PermissionsAllowed("jobs:read")
    @Operation(summary = "List your own exports")
    public Page<ExportView> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(Place::parse).orElse(Place.START);
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        ExportTable.list(connection, who.tenant(), who.subject(), after, page.limitPlusOne()),
                        last -> new Place(last.createdAt(), last.id()).toString()));
    }

    /// Tells how far an export is, and where its documents are.
    @GET
    @Path("/{id}")
    @PermissionsAllowed("jobs:read")
    @Operation(summary = "Tell about an export of yours")
    public ExportView get(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        ExportKey key = new ExportKey(who.tenant(), Parameters.id(id));
        return TenantConnections.inTenant(
                        dataSource,
                        who.tenant(),
                        connection -> ExportTable.input(connection, key)
                                        .filter(input -> input.subject().equals(who.subject()))
                                        .isPresent()
                                ? ExportTable.find(connection, key)
                                : Optional.<ExportView>empty())
                .orElseThrow(ProblemException::notFound);
    }

    /// Cancels an export that has not ended, and deletes its documents within some minutes.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("jobs:write")
    @Operation(summary = "Delete an export of yours with its documents")
    public void delete(@PathParam("id") String id) throws SQLException {
        exports.delete(caller.get(), Parameters.id(id));
    }
}
