package dev.atrium.jobs.webhook;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.access.RequestParameters;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// What was sent to an endpoint, and sending it again (JB-9). What is in an event only its owner sees, and
/// only while they may know of it.
@Path("/api/webhook-endpoints/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class DeliveryResource {

    private final DataSource dataSource;
    private final Deliveries deliveries;
    private final EndpointLane lane;
    private final CurrentCaller caller;

    DeliveryResource(DataSource dataSource, Deliveries deliveries, EndpointLane lane, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.deliveries = deliveries;
        this.lane = lane;
        this.caller = caller;
    }

    /// @param since what happened, or was added, at this time or later
    /// @param cursor of an earlier answer, to go on behind it
    public record SinceRequest(
            @Nullable Instant since, @Nullable String cursor) {}

    /// @param type of the example that is sent
    public record TestRequest(@Nullable String type) {}

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection, EndpointKey key, Endpoint endpoint) throws SQLException;
    }

    /// Newest first.
    ///
    /// @param status one of [DeliveryState]; null: all
    /// @param since added at this time or later
    /// @param until added before this time
    @GET
    @Path("/deliveries")
    @PermissionsAllowed("webhooks:read")
    public Page<DeliveryView> list(
            @PathParam("id") String id,
            @QueryParam("status") @Nullable String status,
            @QueryParam("type") @Nullable String type,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(Visible::place).orElse(Place.START);
        DeliveryTable.Filter filter = new DeliveryTable.Filter(
                state(status),
                RequestParameters.type(type),
                RequestParameters.time("since", since),
                RequestParameters.time("until", until));
        return with(
                id,
                (connection, key, _) -> page.cut(
                        DeliveryTable.list(connection, key, filter, after, page.limitPlusOne()),
                        one -> new Place(one.createdAt(), one.id().toString()).toString()));
    }

    /// With its attempts and, for the endpoint's owner as long as they may know of it, with what is sent.
    @GET
    @Path("/deliveries/{deliveryId}")
    @PermissionsAllowed("webhooks:read")
    public DeliveryView get(@PathParam("id") String id, @PathParam("deliveryId") String deliveryId)
            throws SQLException {
        UUID uuid = Parameters.id(deliveryId);
        Caller who = caller.get();
        return with(id, (connection, key, endpoint) -> {
            DeliveryView found = DeliveryTable.find(connection, key, uuid).orElseThrow(ProblemException::notFound);
            return found.with(
                    deliveries.body(connection, key, endpoint, who.subject(), uuid),
                    DeliveryTable.attempts(connection, key, uuid));
        });
    }

    /// Sends it now: what has ended, with all its attempts again.
    @POST
    @Path("/deliveries/{deliveryId}/replay")
    @PermissionsAllowed("webhooks:write")
    @APIResponseSchema(value = DeliveryView.class, responseCode = "202")
    public Response replay(@PathParam("id") String id, @PathParam("deliveryId") String deliveryId) throws SQLException {
        UUID uuid = Parameters.id(deliveryId);
        return accepted(id, (connection, key, endpoint) -> {
            var _ = DeliveryTable.find(connection, key, uuid).orElseThrow(ProblemException::notFound);
            demandEnabled(endpoint);
            deliveries.replay(connection, key, uuid);
            return DeliveryTable.find(connection, key, uuid).orElseThrow();
        });
    }

    /// Sends again what has failed since then, the oldest first, at most 1,000 at once; what was added
    /// first is first.
    @POST
    @Path("/recover")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("webhooks:write")
    @APIResponseSchema(value = Deliveries.Sent.class, responseCode = "202")
    public Response recover(@PathParam("id") String id, @Nullable SinceRequest request) throws SQLException {
        Place from = from(request);
        return accepted(id, (connection, key, endpoint) -> {
            demandEnabled(endpoint);
            return deliveries.recover(connection, key, from.createdAt());
        });
    }

    /// Sends what happened since then and was never sent, because the endpoint was disabled or had too
    /// much to do: at most 1,000 events are looked at. Of what happened, that is kept which some
    /// endpoint of the tenant wanted.
    @POST
    @Path("/replay-missing")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("webhooks:write")
    @APIResponseSchema(value = Deliveries.Sent.class, responseCode = "202")
    public Response replayMissing(@PathParam("id") String id, @Nullable SinceRequest request) throws SQLException {
        Place from = from(request);
        return accepted(id, (connection, key, endpoint) -> {
            demandEnabled(endpoint);
            return deliveries.replayMissing(connection, key, endpoint, from);
        });
    }

    /// Sends the example of a type, whether or not the endpoint wants that type.
    @POST
    @Path("/test")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("webhooks:write")
    @APIResponseSchema(value = DeliveryView.class, responseCode = "202")
    public Response test(
            @PathParam("id") String id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @Nullable TestRequest request)
            throws SQLException {
        String repeated = IdempotencyKey.checked(idempotencyKey);
        PublicType type = PublicType.named(request == null ? "" : String.valueOf(request.type()))
                .orElseThrow(() ->
                        ProblemException.invalidProperty("/type", "must be a type of GET /api/webhook-event-types"));
        return accepted(id, (connection, key, endpoint) -> {
            demandEnabled(endpoint);
            UUID delivery = deliveries.test(connection, key, endpoint, type, repeated);
            return DeliveryTable.find(connection, key, delivery).orElseThrow();
        });
    }

    private <T> T with(String id, Work<T> work) throws SQLException {
        Caller who = caller.get();
        UUID uuid = Parameters.id(id);
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> work.on(
                        connection, new EndpointKey(who.tenant(), uuid), Visible.endpoint(connection, who, uuid)));
    }

    private <T> Response accepted(String id, Work<T> work) throws SQLException {
        T done = with(id, work);
        lane.wake();
        return Response.accepted(done).build();
    }

    private static void demandEnabled(Endpoint endpoint) {
        if (!endpoint.enabled()) {
            throw new ProblemException(ProblemType.CONFLICT, "The endpoint is disabled: enable it first.");
        }
    }

    private static Place from(@Nullable SinceRequest request) {
        if (request == null || (request.since() == null && request.cursor() == null)) {
            throw ProblemException.invalidProperty("/since", "is required");
        }
        return request.cursor() == null && request.since() != null
                ? new Place(request.since(), "")
                : PageRequest.of(null, request.cursor()).after(Place::parse).orElseThrow();
    }

    private static @Nullable DeliveryState state(@Nullable String status) {
        return status == null
                ? null
                : DeliveryState.labelled(status)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "status", "must be one of " + DeliveryState.labels()));
    }
}
