package dev.atrium.platform.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PreconditionsTest {

    @Test
    void noneAlwaysHold() {
        Preconditions none = Preconditions.of(null, null);

        assertTrue(none.hold("a"));
        assertTrue(none.hold(null));
        assertFalse(none.excludes("a"));
    }

    @Test
    void ifMatchWantsOneOfTheTagsStrongly() {
        assertTrue(Preconditions.of("\"a\", \"b\"", null).hold("b"));
        assertFalse(Preconditions.of("\"a\", \"b\"", null).hold("c"));
        assertFalse(Preconditions.of("W/\"a\"", null).hold("a"));
        assertFalse(Preconditions.of("\"a\"", null).hold(null));
    }

    @Test
    void ifNoneMatchWantsNoneOfTheTagsNotEvenWeakly() {
        assertTrue(Preconditions.of(null, "\"a\"").hold("b"));
        assertFalse(Preconditions.of(null, "\"a\"").hold("a"));
        assertFalse(Preconditions.of(null, "W/\"a\"").hold("a"));
        assertTrue(Preconditions.of(null, "\"a\"").hold(null));
    }

    @Test
    void aStarIsAnything() {
        assertTrue(Preconditions.of("*", null).hold("a"));
        assertFalse(Preconditions.of("*", null).hold(null));
        assertFalse(Preconditions.of(null, "*").hold("a"));
        assertTrue(Preconditions.of(null, " * ").hold(null));
    }

    @Test
    void isWrittenAsTheScriptWantsIt() {
        assertEquals(new Preconditions("a b", ""), Preconditions.of("\"b\",\"a\"", null));
        assertEquals(new Preconditions("-", "a"), Preconditions.of("W/\"a\"", "W/\"a\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"a", "\"a\" \"b\"", "\"a\",b", "*,\"a\"", "\"a b\"", "w/\"a\"", "\"a\"; x"})
    void anythingElseIsInvalid(String header) {
        assertThrows(ProblemException.class, () -> Preconditions.of(header, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "\"b\", \"a\"", "W/\"a\"", "*", "a, W/\"a\""})
    void whoeverNamesTheTagHasWhatIsThere(String ifNoneMatch) {
        assertTrue(Preconditions.isKnown(ifNoneMatch, "\"a\""));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a", "\"b\"", "\"A\"", ","})
    void whoeverNamesNoneHasNothing(@Nullable String ifNoneMatch) {
        assertFalse(Preconditions.isKnown(ifNoneMatch, "\"a\""));
    }
}
