package dev.atrium.jobs.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                "120|PT2M",
                " 7 |PT7S",
                "1.2|PT2S",
                "Sat, 31 Jan 2026 12:00:30 GMT|PT30S",
                "Sat, 31 Jan 2026 11:00:00 GMT|PT0S",
                "999999999|PT24H",
                "Sun, 31 Jan 2027 12:00:00 GMT|PT24H"
            })
    void isReadInItsTwoForms(String header, Duration wish) {
        assertEquals(Optional.of(wish), RetryAfter.parse(header, NOW));
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "1e9", "99999999999999999999", "''", "Sat 31 Jan 2026"})
    void anythingElseSaysNothing(String header) {
        assertEquals(Optional.empty(), RetryAfter.parse(header, NOW));
    }

    @Test
    void whoDoesNotSayItSaysNothing() {
        assertEquals(Optional.empty(), RetryAfter.parse(null, NOW));
    }
}
