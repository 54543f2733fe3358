package dev.atrium.jobs.moderation.rule;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a rule may look for.
final class CheckTest {

    @Test
    void eachCheckIsReadAsItIsWritten() {
        for (Check check : List.of(
                new Check.Words(List.of("a*")),
                new Check.Patterns(List.of("a+")),
                new Check.Links(List.of("example.com"), List.of()),
                new Check.Mentions(3),
                new Check.Repetition(3, 60),
                new Check.Reports(2),
                new Check.Hook("https://example.com/judge", Check.WhenAway.HOLD))) {
            assertDoesNotThrow(check::validate);
            assertEquals(check, Json.read(Json.write(check), Check.class));
            assertEquals(
                    check.type(),
                    Json.read(Json.write(check), com.fasterxml.jackson.databind.JsonNode.class)
                            .path("type")
                            .asText());
        }
    }

    @Test
    void whatIsLeftOutIsUsual() {
        assertEquals(
                new Check.Hook("https://a.example", Check.WhenAway.APPROVE),
                Json.read("{\"type\":\"hook\",\"url\":\"https://a.example\"}", Check.class));
        assertEquals(new Check.Links(List.of(), List.of()), Json.read("{\"type\":\"links\"}", Check.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a",
                "a{1001}",
                "(a{40}){40}",
                "((a{9}){9}){9}",
                "a{99999999999999999999}",
                "(?=a)b",
                "(a)\\1",
                "(abcdefghijklmnopqrst){30}",
                "(a|b{2}){300}",
                "(((((((a{1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}"
            })
    void expressionsThatCannotBeBoundedAreRefused(String expression) {
        assertThrows(ProblemException.class, new Check.Patterns(List.of(expression))::validate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\d{3}-\\d{4}",
                "(?i)a+",
                "^a$",
                "[\\p{L}]+",
                "a{0,3}b{2,}",
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "\\x{41}{3}",
                "{a}",
                "[]{9999}]"
            })
    void othersAreTaken(String expression) {
        assertDoesNotThrow(new Check.Patterns(List.of(expression))::validate);
    }

    @Test
    void everyBoundIsKept() {
        for (Check check : List.of(
                new Check.Words(List.of()),
                new Check.Words(List.of(" ")),
                new Check.Words(List.of("*")),
                new Check.Words(List.of("\u200B")),
                new Check.Words(List.of("a".repeat(101))),
                new Check.Words(Collections.nCopies(501, "a")),
                new Check.Patterns(Collections.nCopies(6, "a")),
                new Check.Patterns(List.of("a".repeat(201))),
                new Check.Links(List.of("a.example"), List.of("b.example")),
                new Check.Mentions(-1),
                new Check.Mentions(20),
                new Check.Repetition(1, 60),
                new Check.Repetition(3, 3_601),
                new Check.Reports(0),
                new Check.Hook("", Check.WhenAway.FLAG))) {
            assertThrows(ProblemException.class, check::validate, check.toString());
        }
    }
}
