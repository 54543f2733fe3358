package dev.atrium.jobs.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PublicTypeTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @EnumSource(PublicType.class)
    void theExampleHasTheFormThatTheSchemaSays(PublicType type) {
        JsonNode example = Json.read(PublicEvent.body(type, AT, type.example()), JsonNode.class);

        assertFits(PayloadSchema.of(type), example, type.typeName());
        assertEquals("2026-01-31T12:00:00Z", example.path("timestamp").asText());
        assertEquals(type.typeName(), example.path("type").asText());
    }

    @Test
    void whatIsTooLargeSaysSo() {
        Payloads.MessageEdited huge = new Payloads.MessageEdited(
                "r", 1, "m", new dev.atrium.platform.identity.Actor("s", "h"), "x".repeat(300_000), List.of());

        String body = PublicEvent.body(PublicType.MESSAGE_EDITED, AT, huge);

        assertEquals(
                "{\"type\":\"message.edited\",\"timestamp\":\"2026-01-31T12:00:00Z\",\"data\":{\"tooLarge\":true}}",
                body);
    }

    @Test
    void filtersMatchNamesAndWhatBeginsLikeThem() {
        EventFilter filter = EventFilter.parse(List.of("message.*", "room.created", "room.created"));

        assertEquals(List.of("message.*", "room.created"), filter.patterns());
        assertTrue(filter.matches("message.posted"));
        assertTrue(filter.matches("room.created"));
        assertFalse(filter.matches("room.changed"));
        assertFalse(filter.matches("messages.posted"));
        assertTrue(EventFilter.parse(List.of("*")).matches("file.ready"));
    }

    @Test
    void filtersThatMatchNothingAreRefused() {
        List<String> withNull = new ArrayList<>();
        withNull.add(null);
        for (List<String> wrong : List.of(
                List.<String>of(),
                withNull,
                List.of("message"),
                List.of("message.post*"),
                List.of("nothing.*"),
                List.of("*.posted"),
                Collections.nCopies(51, "*"))) {
            assertThrows(ProblemException.class, () -> EventFilter.parse(wrong), wrong.toString());
        }
        assertThrows(ProblemException.class, () -> EventFilter.parse(null));
    }

    /// As far as our schemas go.
    private static void assertFits(JsonNode schema, JsonNode value, String path) {
        switch (schema.path("type").asText("const")) {
            case "object" -> {
                assertTrue(value.isObject(), path);
                schema.path("required").forEach(name -> assertTrue(value.has(name.asText()), path + "/" + name));
                value.fieldNames().forEachRemaining(name -> {
                    assertTrue(schema.path("properties").has(name), path + "/" + name);
                    assertFits(schema.path("properties").path(name), value.path(name), path + "/" + name);
                });
            }
            case "array" -> value.forEach(item -> assertFits(schema.path("items"), item, path + "[]"));
            case "integer" -> assertTrue(value.isIntegralNumber(), path);
            case "boolean" -> assertTrue(value.isBoolean(), path);
            case "string" -> {
                assertTrue(value.isTextual(), path);
                assertTrue(!schema.has("enum") || schema.path("enum").toString().contains(value.toString()), path);
            }
            default -> assertEquals(schema.path("const"), value, path);
        }
    }
}
