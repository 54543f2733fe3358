package dev.atrium.gateway.webhook;

import dev.atrium.gateway.edge.Made;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// `/api/webhook-sources` (GW-9).
@Path("/api/webhook-sources")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class SourceResource {

    private final Sources sources;
    private final SourceChanges changes;
    private final ActionCheck check;
    private final CurrentCaller caller;

    SourceResource(Sources sources, SourceChanges changes, ActionCheck check, CurrentCaller caller) {
        this.sources = sources;
        this.changes = changes;
        this.check = check;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "createWebhookSource",
            summary = "Register a source of webhooks",
            description = "Give the source the `url` of the answer. Its secret is either one that the source names"
                    + " (Stripe, Slack, Svix), or made here and shown in this answer only: with an Idempotency-Key a"
                    + " repetition registers no second source, but is answered with 409. A source of the type"
                    + " `generic` may have an action, which is done on your behalf: you must be able to do it yourself,"
                    + " now and each time.")
    @APIResponseSchema(value = Source.class, responseCode = "201")
    public Uni<RestResponse<Source>> create(
            @Valid @NotNull NewSource wish, @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
        Caller who = caller.get();
        String repeatable = IdempotencyKey.checked(idempotencyKey);
        return check.demandMay(who, wish.action())
                .chain(() -> sources.register(who, wish, repeatable))
                .map(source -> Made.now(source).at("/api/webhook-sources/" + source.id()));
    }

    @GET
    @Operation(
            operationId = "listWebhookSources",
            summary = "List sources of webhooks, newest first",
            description = "Without an organisation: those that you registered yourself.")
    public Uni<Page<Source>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return sources.list(caller.get(), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getWebhookSource", summary = "Get a source of webhooks, without its secrets")
    @APIResponseSchema(Source.class)
    public Uni<Source> get(@PathParam("id") String id) {
        return sources.find(caller.get(), Parameters.id(id))
                .map(found -> found.orElseThrow(ProblemException::notFound));
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "updateWebhookSource",
            summary = "Change the name of a source, or what is done with its deliveries",
            description =
                    "The action is done on behalf of who sets it, and `{}` takes it back. What was delivered before"
                            + " has the former one. In an organisation only administrators change what others registered.")
    @APIResponseSchema(Source.class)
    public Uni<Source> change(@PathParam("id") String id, @Valid @NotNull SourceChange change) {
        return changes.change(caller.get(), Parameters.id(id), change)
                .map(found -> found.orElseThrow(ProblemException::notFound));
    }

    @POST
    @Path("{id}/rotations")
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Give a source another secret",
            description =
                    "Former secrets fit until the overlap ends. A secret that is made here is shown in this answer"
                            + " only. In an organisation only administrators change what others registered.")
    @APIResponseSchema(value = Source.class, responseCode = "201")
    @APIResponse(responseCode = "409", description = "Too many former secrets still fit")
    public Uni<RestResponse<Source>> rotate(@PathParam("id") String id, @Valid @Nullable NewSecret wish) {
        return sources.rotate(caller.get(), Parameters.id(id), wish == null ? NewSecret.UNSPECIFIED : wish)
                .map(rotated -> RestResponse.status(
                        RestResponse.Status.CREATED, rotated.orElseThrow(ProblemException::notFound)));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteWebhookSource",
            summary = "Remove a source; it can deliver nothing any more",
            description = "In an organisation only administrators remove what others registered.")
    @APIResponse(responseCode = "204", description = "Removed")
    public Uni<Void> remove(@PathParam("id") String id) {
        return sources.remove(caller.get(), Parameters.id(id))
                .invoke(SourceResource::demand)
                .replaceWithVoid();
    }

    private static void demand(boolean found) {
        if (!found) {
            throw ProblemException.notFound();
        }
    }
}
