package dev.atrium.jobs.notify.preference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.delivery.Channel;
import dev.atrium.jobs.notify.delivery.Deliveries;
import dev.atrium.jobs.notify.mail.Subscriptions;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.Preconditions;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// How the caller wants to be told (JB-7). What is held back already follows the new choice, too.
@Path("/api/notifications/preferences")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PreferenceResource {

    private final DataSource dataSource;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final CurrentCaller caller;

    PreferenceResource(DataSource dataSource, Deliveries deliveries, InstantSource clock, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.deliveries = deliveries;
        this.clock = clock;
        this.caller = caller;
    }

    /// With their `ETag`, by which a change can be refused that was made of older ones.
    @GET
    @PermissionsAllowed("notifications:read")
    @APIResponseSchema(Preferences.class)
    @APIResponse(responseCode = "304", description = "They have a tag that If-None-Match names")
    public Response get(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) throws SQLException {
        Preconditions conditions = Preconditions.of(null, ifNoneMatch);
        Caller who = caller.get();
        Preferences present = TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> PreferenceTable.find(connection, who.tenant(), who.subject()));
        return conditions.excludes(present.tag()) ? tagged(Response.notModified(), present) : show(present);
    }

    /// All of them anew: what the body leaves out becomes as usual. With `If-Match` only as they were read.
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:write")
    @APIResponseSchema(Preferences.class)
    @APIResponse(responseCode = "412", description = "They have changed since they were read")
    public Response put(
            @Nullable JsonNode body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch)
            throws SQLException, JsonProcessingException {
        Preferences wanted = PreferenceReader.change(Preferences.USUAL, object(body));
        return change(Preconditions.of(ifMatch, ifNoneMatch), _ -> wanted);
    }

    /// Some of them: what the body leaves out stays, what is null becomes as usual (RFC 7386). With
    /// `If-Match` only as they were read.
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:write")
    @APIResponseSchema(Preferences.class)
    @APIResponse(responseCode = "412", description = "They have changed since they were read")
    public Response patch(
            @Nullable JsonNode body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch)
            throws SQLException, JsonProcessingException {
        JsonNode change = object(body);
        // Whether it is good is known before anything is held.
        var _ = PreferenceReader.change(Preferences.USUAL, change);
        return change(Preconditions.of(ifMatch, ifNoneMatch), present -> PreferenceReader.changed(present, change));
    }

    private Response change(Preconditions conditions, UnaryOperator<Preferences> change) throws SQLException {
        Caller who = caller.get();
        return show(TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Notifier.hold(connection, who.tenant(), who.subject());
            Preferences present = PreferenceTable.find(connection, who.tenant(), who.subject());
            if (!conditions.hold(present.tag())) {
                throw new ProblemException(ProblemType.PRECONDITION_FAILED, ProblemType.PRECONDITION_FAILED.cause());
            }
            return store(connection, who, present, change.apply(present));
        }));
    }

    private Preferences store(Connection connection, Caller who, Preferences before, Preferences wanted)
            throws SQLException {
        if (wanted.equals(before)) {
            return wanted;
        }
        Instant now = clock.instant();
        PreferenceTable.put(connection, who.tenant(), who.subject(), wanted, now);
        List<Category> newly = Arrays.stream(Category.values())
                .filter(category -> wanted.channels(category).email()
                        && !before.channels(category).email())
                .toList();
        Subscriptions.again(connection, who.tenant(), who.subject(), newly);
        Deliveries.Recipient recipient = new Deliveries.Recipient(who.tenant(), who.subject());
        String cause = "preferences/" + now;
        deliveries.postpone(connection, recipient, Channel.EMAIL, wanted.mailAt(now), cause);
        deliveries.postpone(connection, recipient, Channel.PUSH, wanted.pushAt(now), cause);
        return wanted;
    }

    private static Response show(Preferences preferences) {
        return tagged(Response.ok(preferences), preferences);
    }

    private static Response tagged(Response.ResponseBuilder answer, Preferences preferences) {
        return answer.header(HttpHeaders.ETAG, '"' + preferences.tag() + '"')
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    private static JsonNode object(@Nullable JsonNode body) {
        return body == null ? NullNode.instance : body;
    }
}
