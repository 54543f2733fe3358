package dev.atrium.gateway.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.usage.Meter;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BalanceTest {

    @ParameterizedTest
    @CsvSource({"0, 10, true", "4, 6, true", "4, 7, false", "10, 0, true", "10, 1, false", "12, 0, false"})
    void moreIsAllowedUpToTheLimit(long used, long more, boolean allowed) {
        Balance balance = new Balance(plan(10), Map.of(Meter.STORED_BYTES, used));

        assertEquals(allowed, balance.allows(Meter.STORED_BYTES, more));
    }

    @Test
    void whatIsNotNamedIsNotLimited() {
        assertTrue(new Balance(plan(1), Map.of()).allows(Meter.MESSAGES, Long.MAX_VALUE));
    }

    @Test
    void evenTheLargestNumbersAreCompared() {
        assertEquals(false, new Balance(plan(10), Map.of()).allows(Meter.STORED_BYTES, Long.MAX_VALUE));
        assertTrue(new Balance(plan(Long.MAX_VALUE), Map.of(Meter.STORED_BYTES, 5L))
                .allows(Meter.STORED_BYTES, Long.MAX_VALUE - 5));
    }

    @Test
    void aPlanHasNoLimitBelowOne() {
        assertThrows(IllegalArgumentException.class, () -> plan(0));
    }

    @Test
    void aMonthIsOneOfTheCalendarInUtc() {
        assertEquals(
                new Month(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z")),
                Month.of(Instant.parse("2026-02-28T23:59:59.999Z")));
        assertEquals(1, Month.secondsLeft(Instant.parse("2026-02-28T23:59:59.999Z")));
    }

    private static Plan plan(long bytes) {
        return new Plan("test", Map.of(Meter.STORED_BYTES, bytes), Set.of());
    }
}
