package dev.atrium.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.web.Json;
import jakarta.ws.rs.core.EntityTag;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A document in the two forms in which it is given away, written once.
record Texts(Text json, Text yaml) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

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

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, 16);
    }
}
