package dev.atrium.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReturnPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b?c=d&e=%2F#room=7", "/a//b", "/@host", "/https://host"})
    void pathsOfThisHostAreTaken(String path) {
        assertEquals(path, ReturnPath.checked(path));
    }

    @Test
    void withoutOneItIsTheFirstPage() {
        assertEquals("/", ReturnPath.checked(null));
    }

    /// Browsers drop tabs and line feeds, and take a backslash for a slash.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "//evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                " //evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/a\\b",
                "/a\r\nSet-Cookie: b",
                "/é",
            })
    void anythingThatCouldLeadElsewhereIsRefused(String wanted) {
        assertThrows(ProblemException.class, () -> ReturnPath.checked(wanted));
    }

    @Test
    void anOverlongPathIsRefused() {
        assertThrows(ProblemException.class, () -> ReturnPath.checked("/" + "a".repeat(1_001)));
    }
}
