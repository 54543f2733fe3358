package dev.atrium.jobs.moderation.rule;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.rooms.Moderator;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
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
import java.time.InstantSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// What is looked for in messages, and what is done about it (JB-5). Owners of a room make rules for it; admins of an
/// organisation also for rooms that they may read, and for all at once.
@Path("/api/moderation/rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Moderation")
@RunOnVirtualThread
public final class RuleResource {

    private final DataSource dataSource;
    private final Rules rules;
    private final CurrentCaller caller;
    private final InstantSource clock;

    RuleResource(DataSource dataSource, Rules rules, CurrentCaller caller, InstantSource clock) {
        this.dataSource = dataSource;
        this.rules = rules;
        this.caller = caller;
        this.clock = clock;
    }

    /// Makes a rule. It is applied to what is sent from then on. Of a hook the answer is the only one that shows its
    /// secret.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("rooms:write")
    @Operation(summary = "Make a rule for messages")
    @APIResponseSchema(value = RuleView.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was made before, with the same Idempotency-Key")
    @APIResponse(
            responseCode = "409",
            description = "There are too many, or this hook was made before, with the same Idempotency-Key")
    public Response make(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable RuleRequest body)
            throws SQLException {
        String key = IdempotencyKey.checked(idempotencyKey);
        RuleRequest request = (body == null ? RuleRequest.EMPTY : body).validated();
        request.requiredName();
        request.requiredCheck();
        Rules.Made made = with(
                (connection, who) -> rules.make(connection, who, caller.get().actor(), request, key));
        return Response.status(made.isNew() ? Response.Status.CREATED : Response.Status.OK)
                .header(
                        HttpHeaders.LOCATION,
                        "/api/moderation/rules/" + made.rule().id())
                .entity(RuleView.withSecret(made.rule(), made.secret()))
                .build();
    }

    /// Lists the rules that the caller may change, newest first.
    ///
    /// @param room only those of this room
    @GET
    @PermissionsAllowed("rooms:read")
    @Operation(summary = "List rules for messages")
    public Page<RuleView> list(
            @QueryParam("room") @Nullable String room,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(RuleResource::place).orElse(Place.START);
        return with((connection, who) -> page.cut(
                RuleTable.list(connection, who, room, after, page.limitPlusOne()).stream()
                        .map(RuleView::of)
                        .toList(),
                rule -> new Place(rule.createdAt(), rule.id().toString()).toString()));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("rooms:read")
    @Operation(summary = "Tell about a rule")
    public RuleView get(@PathParam("id") String id) throws SQLException {
        UUID rule = Parameters.id(id);
        return RuleView.of(with((connection, who) -> rules.find(connection, who, rule)));
    }

    /// Changes what the body names; where it holds, and whether it is a hook, never changes.
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("rooms:write")
    @Operation(summary = "Change a rule")
    public RuleView change(@PathParam("id") String id, @Nullable RuleRequest body) throws SQLException {
        UUID rule = Parameters.id(id);
        RuleRequest request = (body == null ? RuleRequest.EMPTY : body).validated();
        return RuleView.of(with(
                (connection, who) -> rules.change(connection, who, caller.get().actor(), rule, request)));
    }

    /// Gives a hook a new secret. The answer is the only one that shows it; the former one ends.
    @POST
    @Path("/{id}/rotations")
    @PermissionsAllowed("rooms:write")
    @ResponseStatus(RestResponse.StatusCode.CREATED)
    @Operation(summary = "Give a hook a new secret")
    @APIResponseSchema(value = RuleView.class, responseCode = "201")
    public RuleView rotate(@PathParam("id") String id) throws SQLException {
        UUID rule = Parameters.id(id);
        Rules.Made made = with(
                (connection, who) -> rules.rotate(connection, who, caller.get().actor(), rule));
        return RuleView.withSecret(made.rule(), made.secret());
    }

    /// Removes a rule; what it has found stays.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("rooms:write")
    @Operation(summary = "Remove a rule")
    public void delete(@PathParam("id") String id) throws SQLException {
        UUID rule = Parameters.id(id);
        with((connection, who) -> {
            rules.delete(connection, who, caller.get().actor(), rule);
            return rule;
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection, Moderator who) throws SQLException;
    }

    private <T> T with(Work<T> work) throws SQLException {
        Caller present = caller.get();
        Moderator who = new Moderator(present.tenant(), present.subject(), present.isAdmin(), clock.instant());
        return TenantConnections.inTenant(dataSource, present.tenant(), connection -> work.on(connection, who));
    }

    /// @throws IllegalArgumentException if the text is not the place of a rule
    private static Place place(String text) {
        Place place = Place.parse(text);
        if (!UUID.fromString(place.id()).toString().equals(place.id())) {
            throw new IllegalArgumentException("not a place: " + text);
        }
        return place;
    }
}
