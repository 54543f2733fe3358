package dev.atrium.gateway.deadletter;

import dev.atrium.gateway.intake.DeadLetter;
import dev.atrium.gateway.intake.DeadLetterState;
import dev.atrium.gateway.intake.DeadLetters;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/operations/gateway/dead-letters`: events that nothing could be made of in the gateway, for
/// administrators of the operator's organisation. To everybody else there is nothing.
@Path("/api/operations/gateway/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operations")
public class DeadLetterResource {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private final DeadLetters letters;
    private final DeadLetterControl control;
    private final Operator operator;
    private final CurrentCaller caller;

    DeadLetterResource(DeadLetters letters, DeadLetterControl control, Operator operator, CurrentCaller caller) {
        this.letters = letters;
        this.control = control;
        this.operator = operator;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listGatewayDeadLetters",
            summary = "Events that nothing could be made of in the gateway, newest first",
            description =
                    "Of users, payments, usage and audit trails. For administrators of the operator's organisation.")
    public Uni<Page<DeadLetter>> list(
            @Parameter(description = "Only of this topic of Kafka") @QueryParam("topic") @Nullable String topic,
            @Parameter(description = "`open`, `replayed` or `discarded`") @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        operators();
        PageRequest page = PageRequest.of(limit, cursor);
        DeadLetters.Place after = page.after(DeadLetters.Place::parse).orElse(DeadLetters.Place.START);
        return letters.list(new DeadLetters.Filter(topic(topic), state(state)), after, page.limitPlusOne())
                .map(found -> page.cut(
                        found, letter -> DeadLetters.Place.behind(letter).toString()));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getGatewayDeadLetter", summary = "One of them")
    @APIResponseSchema(DeadLetter.class)
    public Uni<DeadLetter> get(@PathParam("id") String id) {
        operators();
        return control.get(Parameters.id(id));
    }

    @POST
    @Path("/{id}/replay")
    @Operation(
            operationId = "replayGatewayDeadLetter",
            summary = "Give an event its effect after all, once",
            description = "Again: the same.")
    @APIResponse(responseCode = "409", description = "It was discarded, or nothing can be made of it still")
    public Uni<DeadLetter> replay(@PathParam("id") String id) {
        Caller who = operators();
        return control.replay(Parameters.id(id), who);
    }

    @POST
    @Path("/{id}/discard")
    @Operation(
            operationId = "discardGatewayDeadLetter",
            summary = "Put an event away that nobody wants",
            description = "Again: the same.")
    @APIResponse(responseCode = "409", description = "It was replayed")
    public Uni<DeadLetter> discard(@PathParam("id") String id) {
        Caller who = operators();
        return control.discard(Parameters.id(id), who);
    }

    private Caller operators() {
        return operator.demand(caller.get());
    }

    private static @Nullable String topic(@Nullable String topic) {
        if (topic != null && !TOPIC.matcher(topic).matches()) {
            throw ProblemException.invalidParameter("topic", "must be the name of a topic");
        }
        return topic;
    }

    private static @Nullable DeadLetterState state(@Nullable String state) {
        return state == null
                ? null
                : DeadLetterState.labelled(state)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "state", "must be one of " + DeadLetterState.labels()));
    }
}
