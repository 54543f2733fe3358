package dev.atrium.gateway.webhook;

import dev.atrium.gateway.ratelimit.RateLimitFields;
import dev.atrium.platform.limit.Verdict;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/webhooks/{source}` (GW-9).
@Path("/api/webhooks/{source}")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.WILDCARD)
@Tag(name = "Webhooks")
public class WebhookResource {

    private final Reception reception;

    WebhookResource(Reception reception) {
        this.reception = reception;
    }

    @POST
    @Operation(
            operationId = "receiveWebhook",
            summary = "Deliver a webhook",
            description = "For sources that were registered, with the headers of their scheme and at most 256 KiB. What"
                    + " is accepted is stored; the same message once more is accepted and changes nothing.")
    @RequestBody(content = @Content(mediaType = MediaType.WILDCARD, schema = @Schema(format = "binary")))
    @APIResponse(responseCode = "200", description = "Slack's question whether this is the address, answered")
    @APIResponse(responseCode = "202", description = "Stored, now or before")
    @APIResponse(
            responseCode = "404",
            description = "There is no such source, or the signature does not fit, or its time is more than five"
                    + " minutes from ours")
    @APIResponse(
            responseCode = "429",
            description = "The sources of whoever registered this one have delivered too many bytes; deliver it again"
                    + " after `Retry-After`")
    @APIResponse(responseCode = "503", description = "Not stored; deliver it again after `Retry-After`")
    public Uni<Response> receive(@PathParam("source") String source, @Context RoutingContext context) {
        Buffer body = context.body().buffer();
        Delivery delivery = new Delivery(context.request().headers(), body == null ? Buffer.buffer() : body);
        return reception.receive(source, delivery).map(outcome -> answer(outcome, context));
    }

    private static Response answer(Reception.Outcome outcome, RoutingContext context) {
        return switch (outcome) {
            case Reception.Outcome.Refused _ ->
                throw new ProblemException(
                        ProblemType.NOT_FOUND, "There is no such source, or the signature or its time does not fit.");
            case Reception.Outcome.Written _, Reception.Outcome.Repeated _ ->
                Response.accepted().build();
            case Reception.Outcome.Limited limited -> tooMany(limited.verdict(), context);
            case Reception.Outcome.Asked asked ->
                Response.ok(asked.challenge(), MediaType.TEXT_PLAIN_TYPE).build();
        };
    }

    private static Response tooMany(Verdict verdict, RoutingContext context) {
        RateLimitFields.set(context.response().headers(), verdict);
        Problem problem = Problem.quotaExceeded(verdict.detail(), verdict.violatedPolicies());
        return Response.status(problem.status())
                .header(HttpHeaders.RETRY_AFTER, verdict.retryAfter().toSeconds())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.withInstance(RequestId.of(context)))
                .build();
    }
}
