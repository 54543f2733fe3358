package dev.atrium.search.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.search.index.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuestionTest {

    @Test
    void whatIsNotAskedHasItsDefault() {
        assertEquals(new Question("tea", null, null, 50, 0), Question.of("tea", null, null, null, null));
    }

    @Test
    void everythingThatIsAskedIsRead() {
        assertEquals(
                new Question("tea", "r1", Kind.FILE, 7, 14),
                Question.of("tea", "r1", "file", "7", PageRequest.cursor("14")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "201", "-1", "ten", "1e1", "99999999999", " 5"})
    void aLimitOutOfBoundsIsRefused(String limit) {
        refused("limit", () -> Question.of("tea", null, null, limit, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "MA", "LTE", "MTAwMQ", "%%%", "OTk5OTk5OTk5OTk", "xx"})
    void aCursorThatWeDidNotGiveIsRefused(String cursor) {
        refused("cursor", () -> Question.of("tea", null, null, null, cursor));
    }

    @Test
    void wordsKindAndRoomAreBounded() {
        refused("q", () -> Question.of(null, null, null, null, null));
        refused("q", () -> Question.of("", null, null, null, null));
        refused("q", () -> Question.of(" \t\n", null, null, null, null));
        refused("q", () -> Question.of("x".repeat(513), null, null, null, null));
        refused("kind", () -> Question.of("tea", null, "FILE", null, null));
        refused("room", () -> Question.of("tea", "", null, null, null));
        refused("room", () -> Question.of("tea", "r".repeat(101), null, null, null));
        assertEquals(
                512,
                Question.of("x".repeat(512), null, null, null, null).words().length());
    }

    private static void refused(String parameter, Runnable reading) {
        ProblemException problem = assertThrows(ProblemException.class, reading::run);
        assertEquals(parameter, asText(problem.problem().errors().getFirst().parameter()));
    }

    private static String asText(@Nullable String value) {
        return String.valueOf(value);
    }
}
