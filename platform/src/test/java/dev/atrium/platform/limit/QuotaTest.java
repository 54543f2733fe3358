package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuotaTest {

    @ParameterizedTest
    @CsvSource({
        "60/1M, 60, PT1M",
        "5/1D, 5, P1D",
        "1/30S, 1, PT30S",
        "20/2H, 20, PT2H",
        "64K/1S, 65536, PT1S",
        "3M/1H, 3145728, PT1H",
        "1G/1D, 1073741824, P1D",
        "100, 100, PT0S"
    })
    void readsHowMuchInHowLongOrAtOneTime(String text, long amount, Duration window) {
        assertEquals(new Quota(amount, window), Quota.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "60/", "/1M", "0/1M", "-1/1M", "60/1W", "60/0S", "60/400D", "1.5/1M", "60 / 1M", "none"})
    void readsNothingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> Quota.of(text));
    }

    @Test
    void readsWhatItWrites() {
        for (String text : new String[] {"60/1M", "1G/1D", "100", "unlimited"}) {
            Quota quota = Quota.of(text);

            assertEquals(quota, Quota.of(quota.toString()));
        }
    }

    @Test
    void aPartIsAtLeastOne() {
        assertEquals(Quota.of("15/1M"), Quota.of("60/1M").times(0.25));
        assertEquals(Quota.of("1/1M"), Quota.of("3/1M").times(0.25));
        assertEquals(Quota.of("5000/1M"), Quota.of("5/1M").times(1000));
    }

    @Test
    void unlimitedStaysSo() {
        assertTrue(Quota.of("unlimited").times(0.25).isUnlimited());
        assertFalse(Quota.of("60/1M").isUnlimited());
    }
}
