package dev.atrium.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/openapi` (GW-14).
@Path("/api/openapi")
@Tag(name = "Documentation")
public class OpenApiResource {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String YAML_TYPE = "application/yaml";

    private final Documents documents;

    OpenApiResource(Documents documents) {
        this.documents = documents;
    }

    @GET
    @Operation(
            operationId = "getOpenApi",
            summary = "This document",
            description = "JSON; YAML if `Accept` names a YAML type.")
    public Uni<Response> get(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        boolean yaml = accept != null && accept.contains("yaml");
        return documents.suite().map(document -> yaml ? yaml(document) : json(document));
    }

    private static Response json(ObjectNode document) {
        return answer(Json.write(document), MediaType.APPLICATION_JSON);
    }

    private static Response yaml(ObjectNode document) {
        try {
            return answer(YAML.writeValueAsString(document), YAML_TYPE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every JSON tree has a YAML form", e);
        }
    }

    private static Response answer(String text, String type) {
        return Response.ok(text)
                .header(HttpHeaders.CONTENT_TYPE, type + ";charset=UTF-8")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
