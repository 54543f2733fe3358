package dev.atrium.gateway.openapi;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/asyncapi` (GW-14): what is said on sockets, and what the services tell each other. The build
/// packages both documents, so they are those of this version.
@Path("/api/asyncapi")
@Singleton
@Tag(name = "Documentation")
public class AsyncApiResource {

    private final Uni<Texts> frames = document("/asyncapi/asyncapi.yaml");
    private final Uni<Texts> events = document("/asyncapi/events.asyncapi.yaml");

    @GET
    @Operation(
            operationId = "getAsyncApi",
            summary = "The frames on WebSockets, as an AsyncAPI document",
            description = "JSON; YAML if `Accept` names a YAML type. `If-None-Match` is answered by 304.")
    public Uni<Response> frames(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept, @Context Request request) {
        return frames.map(texts -> texts.answer(accept, request));
    }

    @GET
    @Path("events")
    @Operation(
            operationId = "getEventsAsyncApi",
            summary = "The events that the services tell each other by Kafka, as an AsyncAPI document",
            description = "JSON; YAML if `Accept` names a YAML type. `If-None-Match` is answered by 304.")
    public Uni<Response> events(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept, @Context Request request) {
        return events.map(texts -> texts.answer(accept, request));
    }

    /// Read once, when it is asked for first, on a thread that may take its time.
    private static Uni<Texts> document(String path) {
        return Uni.createFrom()
                .item(() -> Texts.packaged(path))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .memoize()
                .indefinitely();
    }
}
