package dev.atrium.gateway.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageQueryTest {

    private static final Instant NOW = Instant.parse("2026-03-31T12:34:56Z");

    @ParameterizedTest
    @CsvSource({
        ", 2026-02-28T00:00:00Z",
        "hour, 2026-03-29T12:00:00Z",
        "day, 2026-02-28T00:00:00Z",
        "month, 2025-03-01T00:00:00Z"
    })
    void whoDoesNotSayGetsTheLatest(@Nullable String by, Instant start) {
        UsageQuery query = UsageQuery.of(null, by, null, null, NOW);

        assertEquals(start, query.from());
        assertEquals(NOW, query.to());
    }

    @Test
    void aTimeWithinAnHourDayOrMonthMeansAllOfIt() {
        assertEquals(
                Instant.parse("2026-01-01T00:00:00Z"),
                UsageQuery.of("messages", "month", "2026-01-31T23:59:59Z", null, NOW)
                        .from());
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, day, ,",
        "members, day, ,",
        "messages, week, ,",
        "messages, day, yesterday,",
        "messages, day, 2026-04-02T00:00:00Z, 2026-04-01T00:00:00Z",
        "messages, hour, 2026-01-01T00:00:00Z, 2026-03-31T00:00:00Z",
        "messages, day, -1000000-01-01T00:00:00Z, ",
        "messages, day, , +1000000-01-01T00:00:00Z",
    })
    void whatMakesNoSenseIsRefused(String meter, String by, @Nullable String from, @Nullable String to) {
        assertThrows(ProblemException.class, () -> UsageQuery.of(meter, by, from, to, NOW));
    }
}
