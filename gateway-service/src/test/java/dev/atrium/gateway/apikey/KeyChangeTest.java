package dev.atrium.gateway.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class KeyChangeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofDays(1));
    private static final Instant LATER = NOW.plus(Duration.ofDays(2));
    private static final KeyChange LABEL = new KeyChange("x", null, null, null);

    @Test
    void whatIsAbsentStays() {
        assertEquals(Set.of("rooms:read"), LABEL.narrowed(Set.of("rooms:read")));
        assertEquals(SOON, LABEL.shortened(SOON, LATER));
        assertNull(LABEL.shortened(null, NOW));
    }

    @Test
    void scopesCanBeLeftOutAndNotAdded() {
        KeyChange toRead = new KeyChange(null, Set.of("rooms:read"), null, null);

        assertEquals(Set.of("rooms:read"), toRead.narrowed(Set.of("rooms:read", "rooms:write")));
        assertRefused(() -> toRead.narrowed(Set.of("rooms:write", "files:read")));
    }

    @Test
    void whatAScopeIncludesCanBeLeftOfIt() {
        KeyChange toMessages = new KeyChange(null, Set.of("messages:write", "keys:read"), null, null);

        assertEquals(Set.of("messages:write", "keys:read"), toMessages.narrowed(Set.of("rooms:write", "keys:write")));
    }

    @Test
    void theEndComesSoonerAndNotLater() {
        KeyChange toSoon = new KeyChange(null, null, SOON, null);

        assertEquals(SOON, toSoon.shortened(LATER, NOW));
        assertEquals(SOON, toSoon.shortened(null, NOW));
        assertEquals(SOON, toSoon.shortened(SOON, NOW));
        assertRefused(() -> new KeyChange(null, null, LATER, null).shortened(SOON, NOW));
        assertRefused(() -> toSoon.shortened(LATER, SOON));
        assertRefused(() -> new KeyChange(null, null, NOW.plus(Duration.ofDays(4_000)), null).shortened(null, NOW));
    }

    @Test
    void tellsWhatIsChanged() {
        assertEquals(List.of("label"), LABEL.changed());
        assertEquals(
                List.of("scopes", "expiresAt", "disabled"),
                new KeyChange(null, Set.of("rooms:read"), SOON, false).changed());
        assertEquals(List.of("enabled"), new KeyChange(null, null, null, true).changed());
    }

    private static void assertRefused(Executable change) {
        assertEquals(
                ProblemType.INVALID_REQUEST,
                assertThrows(ProblemException.class, change).type());
    }
}
