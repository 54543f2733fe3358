package dev.atrium.jobs.intake;

import dev.atrium.jobs.access.Place;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
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
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Records of Kafka that nothing could be made of, for admins of the operator's organisation (JB-1). To
/// everybody else there is nothing.
@Path("/api/operations/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class DeadLetterResource {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private final DataSource dataSource;
    private final DeadLetterControl control;
    private final Operator operator;
    private final CurrentCaller caller;

    DeadLetterResource(DataSource dataSource, DeadLetterControl control, Operator operator, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.control = control;
        this.operator = operator;
        this.caller = caller;
    }

    /// Newest first.
    ///
    /// @param topic null: of all topics
    /// @param state one of [DeadLetterState]; null: all
    @GET
    @PermissionsAllowed("jobs:read")
    public Page<DeadLetterView> list(
            @QueryParam("topic") @Nullable String topic,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        operators();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(DeadLetterResource::place).orElse(Place.START);
        DeadLetters.Filter filter = new DeadLetters.Filter(topic(topic), state(state));
        return TenantConnections.inTransaction(
                dataSource,
                connection -> page.cut(
                        DeadLetters.list(connection, filter, after, page.limitPlusOne()),
                        letter -> new Place(letter.recordedAt(), letter.id().toString()).toString()));
    }

    /// A single one, with what stands in it where that is asked for: the audit trail tells of it.
    ///
    /// @param content `true` or `false`; null: `false`
    @GET
    @Path("/{id}")
    @PermissionsAllowed("jobs:read")
    public DeadLetterView get(@PathParam("id") String id, @QueryParam("content") @Nullable String content)
            throws SQLException {
        Caller who = operators();
        if (isWanted(content)) {
            return control.read(Parameters.id(id), who);
        }
        return TenantConnections.inTransaction(
                dataSource,
                connection -> DeadLetters.find(connection, Parameters.id(id)).orElseThrow(ProblemException::notFound));
    }

    /// Gives the record its effect after all, once. Again: the same.
    @POST
    @Path("/{id}/replay")
    @PermissionsAllowed("jobs:write")
    public DeadLetterView replay(@PathParam("id") String id) throws SQLException {
        return control.replay(Parameters.id(id), operators());
    }

    /// Puts the record away. Again: the same.
    @POST
    @Path("/{id}/discard")
    @PermissionsAllowed("jobs:write")
    public DeadLetterView discard(@PathParam("id") String id) throws SQLException {
        return control.discard(Parameters.id(id), operators());
    }

    private Caller operators() {
        Caller who = operator.demand(caller.get());
        return who;
    }

    private static boolean isWanted(@Nullable String content) {
        return switch (content) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw ProblemException.invalidParameter("content", "must be true or false");
        };
    }

    private static @Nullable String topic(@Nullable String topic) {
        if (topic != null && !TOPIC.matcher(topic).matches()) {
            throw ProblemException.invalidParameter("topic", "must be the name of a topic");
        }
        return topic;
    }

    private static @Nullable String state(@Nullable String state) {
        if (state != null && DeadLetterState.labelled(state).isEmpty()) {
            throw ProblemException.invalidParameter("state", "must be one of " + DeadLetterState.labels());
        }
        return state;
    }

    private static Place place(String text) {
        Place place = Place.parse(text);
        if (Ids.parse(place.id()).isEmpty()) {
            throw new IllegalArgumentException("no dead letter: " + text);
        }
        return place;
    }
}
