package dev.atrium.room.socket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The frames as `docs/asyncapi.yaml` describes them, each by its `type`.
final class FrameDocument {

    private final Map<String, Frame> frames;

    /// @param examples payloads that are good
    record Frame(String type, JsonNode payload, JsonSchema schema, List<JsonNode> examples) {

        /// What the document says is wrong with a payload.
        Set<String> faults(JsonNode json) {
            return schema.validate(json).stream()
                    .map(ValidationMessage::getMessage)
                    .collect(Collectors.toSet());
        }
    }

    private FrameDocument(Map<String, Frame> frames) {
        this.frames = frames;
    }

    /// What clients send.
    static FrameDocument fromClients() {
        return read("fromClient", false);
    }

    /// What the server sends. A property that the document does not name is a fault here; clients are
    /// told to skip it.
    static FrameDocument fromServer() {
        return read("fromServer", true);
    }

    /// What the server sends on somebody's own socket.
    static FrameDocument fromOwn() {
        return read("fromOwn", true);
    }

    Set<String> types() {
        return frames.keySet();
    }

    Frame frame(String type) {
        return Objects.requireNonNull(frames.get(type), () -> "not in the document: " + type);
    }

    private static FrameDocument read(String operation, boolean strict) {
        JsonNode document = document();
        JsonNode components = document.path("components").deepCopy();
        if (strict) {
            close(components);
        }
        Map<String, Frame> frames = new LinkedHashMap<>();
        for (JsonNode reference : document.at("/operations/" + operation + "/messages")) {
            JsonNode inChannel = follow(document, reference);
            String name = inChannel.path("$ref").asText().replaceFirst(".*/", "");
            JsonNode message = follow(document, inChannel);
            String type = message.at("/payload/properties/type/const").asText();
            Frame former = frames.put(
                    type,
                    new Frame(
                            type,
                            message.path("payload"),
                            schema(name, components),
                            payloads(message.path("examples"))));
            if (type.isEmpty() || former != null) {
                throw new IllegalStateException("no type of its own: " + name);
            }
        }
        return new FrameDocument(frames);
    }

    private static JsonNode document() {
        Path file = Path.of(System.getProperty("atrium.root"), "docs", "asyncapi.yaml");
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode follow(JsonNode document, JsonNode reference) {
        JsonNode target = document.at(reference.path("$ref").asText().substring(1));
        if (target.isMissingNode()) {
            throw new IllegalStateException("leads nowhere: " + reference);
        }
        return target;
    }

    private static JsonSchema schema(String message, JsonNode components) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("$ref", "#/components/messages/" + message + "/payload");
        root.set("components", components);
        // The dialect of AsyncAPI's schemas.
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(root);
    }

    private static List<JsonNode> payloads(JsonNode examples) {
        return StreamSupport.stream(examples.spliterator(), false)
                .map(example -> example.path("payload"))
                .toList();
    }

    /// Lets objects have only the properties that are named.
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(FrameDocument::close);
    }
}
