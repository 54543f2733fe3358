package dev.atrium.jobs.inbound;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.request.UnknownSource;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What sources of webhooks have delivered, and what became of it (GW-9). As with the sources themselves,
/// which the gateway keeps, all members of an organisation see it; what is in a delivery, and having it
/// done once more, is for who registered the source, and for admins; for them alone where it tells of the
/// organisation's users, or of payments. In the commons everybody sees their own.
@Path("/api/webhook-sources/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@RunOnVirtualThread
public final class ReceivedResource {

    private final DataSource dataSource;
    private final Inbound inbound;
    private final JobQueue queue;
    private final CurrentCaller caller;

    ReceivedResource(DataSource dataSource, Inbound inbound, JobQueue queue, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.inbound = inbound;
        this.queue = queue;
        this.caller = caller;
    }

    /// Newest first, without bodies; empty for a source that delivered nothing in the last days. Of one
    /// that was removed what it delivered is still there.
    ///
    /// @param status one of [ReceivedState]; null: all
    @GET
    @PermissionsAllowed("webhooks:read")
    public Page<ReceivedView> list(
            @PathParam("id") String id,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context RoutingContext http)
            throws SQLException {
        Caller who = caller.get();
        UUID source = Parameters.id(id);
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(ReceivedResource::place).orElse(Place.START);
        String maker = who.tenant().equals(TenantId.COMMONS) ? who.subject() : null;
        ReceivedTable.Filter filter = new ReceivedTable.Filter(source, maker, state(status));
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            if (UnknownSource.isTold(http.request()) && !ReceivedTable.hasAny(connection, who.tenant(), filter)) {
                throw ProblemException.notFound();
            }
            return page.cut(
                    ReceivedTable.list(connection, who.tenant(), filter, after, page.limitPlusOne()),
                    one -> new Place(one.receivedAt(), one.id().toString()).toString());
        });
    }

    /// With its body and its action, for who may change the source.
    @GET
    @Path("/{deliveryId}")
    @PermissionsAllowed("webhooks:read")
    public ReceivedView get(@PathParam("id") String id, @PathParam("deliveryId") String deliveryId)
            throws SQLException {
        Caller who = caller.get();
        UUID source = Parameters.id(id);
        UUID delivery = Parameters.id(deliveryId);
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Received received = ReceivedTable.find(connection, who.tenant(), delivery)
                    .filter(found -> found.source().equals(source) && sees(who, found))
                    .orElseThrow(ProblemException::notFound);
            ReceivedView view = ReceivedTable.view(connection, who.tenant(), source, delivery)
                    .orElseThrow(ProblemException::notFound);
            return mayChange(who, received) ? whole(view, received) : view;
        });
    }

    /// Has done once more what its source said when it came, whatever became of it: a message is posted
    /// again. What tells of users, or of payments, is applied again, unless something newer is known.
    @POST
    @Path("/{deliveryId}/replay")
    @PermissionsAllowed("webhooks:write")
    @APIResponseSchema(value = ReceivedView.class, responseCode = "202")
    public Response replay(
            @PathParam("id") String id,
            @PathParam("deliveryId") String deliveryId,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey)
            throws SQLException {
        Caller who = caller.get();
        String repeated = IdempotencyKey.checked(idempotencyKey);
        UUID source = Parameters.id(id);
        UUID delivery = Parameters.id(deliveryId);
        ReceivedView replayed = TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Received received = ReceivedTable.lock(connection, who.tenant(), source, delivery)
                    .filter(found -> sees(who, found))
                    .orElseThrow(ProblemException::notFound);
            if (!mayChange(who, received)) {
                throw new ProblemException(ProblemType.FORBIDDEN, refusal(received));
            }
            inbound.replay(connection, received, repeated);
            return ReceivedTable.view(connection, who.tenant(), source, delivery)
                    .orElseThrow();
        });
        queue.wake(ErrandJob.TYPE.jobClass());
        return Response.accepted(replayed).build();
    }

    private static String refusal(Received received) {
        return received.origin().isGateways()
                ? "Only an administrator may do this."
                : "Only an administrator, or who registered the source, may do this.";
    }

    private static boolean sees(Caller who, Received received) {
        return !who.tenant().equals(TenantId.COMMONS)
                || received.errand().maker().equals(who.subject());
    }

    private static boolean mayChange(Caller who, Received received) {
        return received.origin().isGateways()
                ? who.isAdmin()
                : Access.sees(who, received.errand().maker());
    }

    private static ReceivedView whole(ReceivedView view, Received received) {
        Errand errand = received.errand();
        ReceivedView.Action action = errand.isAny()
                ? new ReceivedView.Action(
                        errand.by() == null ? null : errand.by().subject(), errand.message(), errand.workflow())
                : null;
        Optional<String> text = Body.text(received.body());
        String base64 = text.isPresent() ? null : Base64.getEncoder().encodeToString(received.body());
        return view.with(action, text.orElse(null), base64);
    }

    private static Place place(String text) {
        Place place = Place.parse(text);
        if (!UUID.fromString(place.id()).toString().equals(place.id())) {
            throw new IllegalArgumentException("not a place: " + text);
        }
        return place;
    }

    private static @Nullable ReceivedState state(@Nullable String status) {
        return status == null
                ? null
                : ReceivedState.labelled(status)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "status", "must be one of " + ReceivedState.labels()));
    }
}
