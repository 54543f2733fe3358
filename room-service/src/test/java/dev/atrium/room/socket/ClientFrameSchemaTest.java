package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atrium.platform.web.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the server takes is what `docs/asyncapi.yaml` says, and what it refuses is what the document does not allow.
final class ClientFrameSchemaTest {

    private static final FrameDocument DOCUMENT = FrameDocument.fromClients();

    /// Values of all kinds, of which each property takes some and refuses others.
    private static final JsonNode VALUES = Json.read("""
        [null, true, -1, 0, 0.5, 7, "", " ", "x", "\\u0000", "#a0B1c2", "0198c2f0-0000-7000-8000-000000000001",
         "acquire", "release", [], [7], {}]\
        """, JsonNode.class);

    /// More is asked of an emoji than a schema can say; another type is another frame.
    private static final Set<String> CHECKED_FURTHER = Set.of("emoji", "type");

    private static final Map<String, Integer> LONGEST =
            Map.of("clientId", 128, "content", 4_000, "status", 100, "name", 100, "stream", 64, "token", 4_096);

    @ParameterizedTest
    @MethodSource("types")
    void theDocumentsExamplesAreGood(String type) {
        FrameDocument.Frame frame = DOCUMENT.frame(type);

        assertNotEquals(List.of(), frame.examples(), "examples of " + type);
        for (JsonNode example : frame.examples()) {
            assertEquals(Set.of(), frame.faults(example), example.toString());
            assertTrue(isTaken(example), example.toString());
        }
    }

    /// Takes each property away, gives it other values, and adds one.
    @ParameterizedTest
    @MethodSource("types")
    void whateverIsChangedInAnExampleBothSayTheSame(String type) {
        FrameDocument.Frame frame = DOCUMENT.frame(type);
        List<String> properties = names(frame.payload().path("properties")).toList();
        List<JsonNode> changed = frame.examples().stream()
                .flatMap(example -> variants(example, properties))
                .toList();

        for (JsonNode variant : changed) {
            assertEquals(frame.faults(variant).isEmpty(), isTaken(variant), variant + " " + frame.faults(variant));
        }
    }

    @Test
    void otherTypesAreRefused() {
        assertFalse(isTaken(Json.read("{\"type\":\"fly\",\"clientId\":\"c\"}", JsonNode.class)));
    }

    static Set<String> types() {
        return DOCUMENT.types();
    }

    private static Stream<JsonNode> variants(JsonNode example, List<String> properties) {
        Stream<JsonNode> without = names(example).map(name -> change(example, name, null));
        Stream<JsonNode> with = properties.stream()
                .filter(name -> !CHECKED_FURTHER.contains(name))
                .flatMap(name ->
                        StreamSupport.stream(VALUES.spliterator(), false).map(value -> change(example, name, value)));
        Stream<JsonNode> lengths = LONGEST.entrySet().stream()
                .filter(longest -> example.has(longest.getKey()))
                .flatMap(longest -> Stream.of(longest.getValue(), longest.getValue() + 1)
                        .map(length -> change(example, longest.getKey(), TextNode.valueOf("x".repeat(length)))));
        Stream<JsonNode> unknown = Stream.of(change(example, "more", BooleanNode.TRUE));
        return Stream.of(without, with, lengths, unknown).flatMap(some -> some);
    }

    private static JsonNode change(JsonNode example, String name, @Nullable JsonNode value) {
        ObjectNode changed = example.deepCopy();
        changed.remove(name);
        if (value != null) {
            changed.set(name, value);
        }
        if (name.equals("content")) {
            // Whom it names must be in it.
            changed.remove("mentions");
        }
        return changed;
    }

    private static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }

    private static boolean isTaken(JsonNode json) {
        return !(ClientFrame.read(Json.bytes(json)).getFirst() instanceof ClientFrame.Faulty);
    }
}
