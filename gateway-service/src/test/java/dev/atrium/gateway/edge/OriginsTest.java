package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginsTest {

    private final Origins origins = new Origins(Set.of("https://app.example"));

    @Test
    void whoSendsNoOriginIsNoBrowser() {
        assertTrue(origins.allows(null, "atrium.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://atrium.example, atrium.example, true",
        "https://atrium.example, atrium.example, true",
        "https://atrium.example:443, atrium.example, true",
        "http://127.0.0.1:8080, 127.0.0.1:8080, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://[::1], [::1], true",
        "http://ATRIUM.example, atrium.EXAMPLE, true",
        "https://app.example, atrium.example, true",
        "https://app.example:444, atrium.example, false",
        "http://app.example, atrium.example, false",
        "http://127.0.0.1:8081, 127.0.0.1:8080, false",
        "https://evil.example, atrium.example, false",
        "https://atrium.example.evil.example, atrium.example, false",
        "https://evil.example/atrium.example, atrium.example, false",
        "'null', atrium.example, false",
        "file://, atrium.example, false",
        "::, atrium.example, false",
    })
    void pagesOfTheSameOrAnAllowedOriginMayOpenSockets(String origin, String authority, boolean allowed) {
        assertEquals(allowed, origins.allows(origin, authority));
    }
}
