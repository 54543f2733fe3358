package dev.atrium.gateway.openapi;

import io.smallrye.mutiny.Uni;
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

/// `/api/openapi` (GW-14).
@Path("/api/openapi")
@Tag(name = "Documentation")
public class OpenApiResource {

    private final Documents documents;

    OpenApiResource(Documents documents) {
        this.documents = documents;
    }

    @GET
    @Operation(
            operationId = "getOpenApi",
            summary = "This document",
            description =
                    "JSON; YAML if `Accept` names a YAML type. `If-None-Match` is answered by 304 while nothing has"
                            + " changed.")
    public Uni<Response> get(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept, @Context Request request) {
        return documents.suite().map(texts -> texts.answer(accept, request));
    }
}
