package dev.atrium.jobs.webhook;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.outside.OutsideRules;
import dev.atrium.jobs.secret.Secrets;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Where events are sent to (JB-9). Callers see and change their own endpoints, an organisation's
/// admins all of it.
@Path("/api/webhook-endpoints")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class EndpointResource {

    private final DataSource dataSource;
    private final Endpoints endpoints;
    private final OutsideRules rules;
    private final EndpointLane lane;
    private final CurrentCaller caller;

    EndpointResource(
            DataSource dataSource, Endpoints endpoints, OutsideRules rules, EndpointLane lane, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.endpoints = endpoints;
        this.rules = rules;
        this.lane = lane;
        this.caller = caller;
    }

    /// @param overlapSeconds how long the former secret still holds, at most 30 days; null: a day
    public record Rotation(@Nullable Long overlapSeconds) {}

    /// Registers an endpoint. The answer is the only one that shows its secret.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("webhooks:write")
    @APIResponseSchema(value = Endpoint.class, responseCode = "201")
    public Response register(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable EndpointRequest body)
            throws SQLException {
        Caller who = caller.get();
        EndpointRequest request = body == null ? EndpointRequest.EMPTY : body;
        EndpointRequest.Wish wish = request.wish(rules);
        if (wish.url() == null) {
            throw ProblemException.invalidProperty("/url", "is required");
        }
        EventFilter.parse(request.eventTypes());
        Endpoints.Registration registration = new Endpoints.Registration(
                wish,
                request.kind(),
                IdempotencyKey.checked(idempotencyKey),
                Ids.named(Json.write(request)).toString());
        Endpoint made = TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> endpoints.register(connection, who, registration));
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/webhook-endpoints/" + made.id())
                .entity(made)
                .build();
    }

    /// Newest first.
    @GET
    @PermissionsAllowed("webhooks:read")
    public Page<Endpoint> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(Visible::place).orElse(Place.START);
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        EndpointTable.list(connection, who.tenant(), Access.subject(who), after, page.limitPlusOne()),
                        endpoint ->
                                new Place(endpoint.createdAt(), endpoint.id().toString()).toString()));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("webhooks:read")
    public Endpoint get(@PathParam("id") String id) throws SQLException {
        return with(id, (_, present) -> present);
    }

    /// Changes what the body names. An admin who gives a member's endpoint another address owns it from
    /// then on: what waits for it is cancelled, its headers are gone, and the answer shows its new secret.
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("webhooks:write")
    public Endpoint change(@PathParam("id") String id, @Nullable EndpointRequest body) throws SQLException {
        EndpointRequest request = body == null ? EndpointRequest.EMPTY : body;
        if (request.signature() != null) {
            throw ProblemException.invalidProperty("/signature", "cannot be changed: register another endpoint");
        }
        EndpointRequest.Wish wish = request.wish(rules);
        Caller who = caller.get();
        Endpoint changed = with(id, (connection, present) -> endpoints.change(connection, who, present, wish));
        lane.wake();
        return changed;
    }

    /// What has not been sent by then is never sent.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("webhooks:write")
    public void delete(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        with(id, (connection, present) -> {
            endpoints.delete(connection, who, present);
            return present;
        });
        lane.wake();
    }

    /// Makes a new secret. The answer is the only one that shows it.
    @POST
    @Path("/{id}/rotations")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("webhooks:write")
    @ResponseStatus(RestResponse.StatusCode.CREATED)
    @APIResponseSchema(value = Endpoint.class, responseCode = "201")
    public Endpoint rotate(@PathParam("id") String id, @Nullable Rotation body) throws SQLException {
        Duration overlap = Secrets.overlap(body == null ? null : body.overlapSeconds());
        Caller who = caller.get();
        return with(id, (connection, present) -> endpoints.rotate(connection, who, present, overlap));
    }

    @FunctionalInterface
    private interface Work {
        Endpoint on(Connection connection, Endpoint present) throws SQLException;
    }

    private Endpoint with(String id, Work work) throws SQLException {
        Caller who = caller.get();
        UUID uuid = Parameters.id(id);
        return TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> work.on(connection, Visible.endpoint(connection, who, uuid)));
    }
}
