package dev.atrium.gateway.preference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.Preconditions;
import dev.atrium.platform.web.Json;
import dev.atrium.platform.web.MergePatch;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/me/preferences` (GW-11).
@Path("/api/me/preferences")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class PreferenceResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final PreferenceStore store;
    private final CurrentCaller caller;

    PreferenceResource(PreferenceStore store, CurrentCaller caller) {
        this.store = store;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getPreferences",
            summary = "Get your preferences",
            description = "A JSON object that means what the programs that you use make of it; the same in every"
                    + " organisation.")
    @APIResponseSchema(Map.class)
    @APIResponse(responseCode = "304", description = "They have a tag that If-None-Match names")
    public Uni<Response> get(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Preconditions conditions = Preconditions.of(null, ifNoneMatch);
        return store.get(caller.get()).map(found -> show(found, conditions));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putPreferences",
            summary = "Replace your preferences",
            description = "At most 16 KiB. With If-Match they are replaced only as they were read.")
    @RequestBody(content = @Content(schema = @Schema(implementation = Map.class)))
    @APIResponseSchema(Map.class)
    @APIResponse(responseCode = "412", description = "They have changed since they were read")
    public Uni<Response> put(
            @Context RoutingContext context,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        JsonNode next = json(context);
        return store.change(caller.get(), Preconditions.of(ifMatch, ifNoneMatch), _ -> next)
                .map(PreferenceResource::show);
    }

    @PATCH
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "patchPreferences",
            summary = "Change some of your preferences",
            description = "A JSON Merge Patch (RFC 7396): members are set, `null` removes one.")
    @RequestBody(content = @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = Map.class)))
    @APIResponseSchema(Map.class)
    @APIResponse(responseCode = "412", description = "They have changed since they were read")
    public Uni<Response> patch(
            @Context RoutingContext context,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        JsonNode change = json(context);
        return store.change(
                        caller.get(),
                        Preconditions.of(ifMatch, ifNoneMatch),
                        present -> MergePatch.apply(present, change))
                .map(PreferenceResource::show);
    }

    /// As it came: its type may be that of a merge patch.
    private static JsonNode json(RoutingContext context) {
        Buffer body = context.body().buffer();
        try {
            return Json.read(body == null ? new byte[0] : body.getBytes(), JsonNode.class);
        } catch (UncheckedIOException e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The body is not JSON.", e);
        }
    }

    private static Response show(Preferences preferences, Preconditions conditions) {
        return conditions.excludes(preferences.tag()) ? tagged(Response.notModified(), preferences) : show(preferences);
    }

    private static Response show(Preferences preferences) {
        return tagged(Response.ok(preferences.document()), preferences);
    }

    private static Response tagged(Response.ResponseBuilder answer, Preferences preferences) {
        return answer.header(HttpHeaders.ETAG, "\"" + preferences.tag() + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }
}
