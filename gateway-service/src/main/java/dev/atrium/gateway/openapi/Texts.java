package dev.atrium.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.web.Json;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A document in the two forms in which it is given away, written once.
record Texts(Text json, Text yaml) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String YAML_TYPE = "application/yaml";

    /// @param bytes UTF-8; not to be changed
    /// @param tag changes with the bytes
    @SuppressWarnings("ArrayRecordComponent") // written by one, read by many, compared by nobody
    record Text(byte[] bytes, EntityTag tag) {

        static Text of(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Text(bytes, new EntityTag(digest(bytes)));
        }
    }

    /// Takes as long as the document is large: not for an event loop.
    static Texts of(ObjectNode document) {
        try {
            return new Texts(Text.of(Json.write(document)), Text.of(YAML.writeValueAsString(document)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every JSON tree has a YAML form", e);
        }
    }

    /// A document that is packaged as YAML: in that form just as it is.
    ///
    /// Takes as long as the document is large: not for an event loop.
    ///
    /// @param path of the resource
    static Texts packaged(String path) {
        try (InputStream resource = Texts.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new IllegalStateException("there is no resource " + path);
            }
            String yaml = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return new Texts(Text.of(Json.write(YAML.readTree(yaml))), Text.of(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The form that a request wants: YAML if it names a YAML type, else JSON; 304 if it has that already.
    ///
    /// @param accept the header; null: there is none
    Response answer(@Nullable String accept, Request request) {
        return accept != null && accept.contains("yaml")
                ? answer(request, yaml, YAML_TYPE)
                : answer(request, json, MediaType.APPLICATION_JSON);
    }

    private static Response answer(Request request, Text text, String type) {
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(text.tag());
        return (unchanged == null
                        ? Response.ok(text.bytes()).header(HttpHeaders.CONTENT_TYPE, type + ";charset=UTF-8")
                        : unchanged)
                .tag(text.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, 16);
    }
}
