package dev.atrium.platform.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdempotencyKeyTest {

    @Test
    void visibleAsciiOfUpTo128CharactersIsTaken() {
        assertNull(IdempotencyKey.checked(null));
        assertEquals("!~", IdempotencyKey.checked("!~"));
        assertEquals("k".repeat(128), IdempotencyKey.checked("k".repeat(128)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "\u00e4", "a\n"})
    void whateverElseIsRefused(String key) {
        refused(key);
        refused("k".repeat(129));
    }

    private static void refused(String key) {
        ProblemException refusal = assertThrows(ProblemException.class, () -> IdempotencyKey.checked(key));

        assertEquals(ProblemType.INVALID_REQUEST, refusal.type());
    }
}
