package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RedisBreakerTest {

    private static final long SECOND = 1_000_000;

    private final RedisBreaker breaker = new RedisBreaker();

    @Test
    void aFewFailuresDoNotMatter() {
        for (int i = 0; i < 10; i++) {
            assertFalse(breaker.failed(0));
            assertFalse(breaker.failed(0));
            assertFalse(breaker.succeeded());
        }
        assertFalse(breaker.isAlone());
        assertTrue(breaker.mayAsk(0));
    }

    @Test
    void severalInARowAreToldOnce() {
        assertFalse(breaker.failed(0));
        assertFalse(breaker.failed(0));
        assertTrue(breaker.failed(0));
        assertTrue(breaker.isAlone());
        assertFalse(breaker.failed(0));
        assertFalse(breaker.failed(0));
    }

    @Test
    void aloneOneInASecondTries() {
        LongStream.range(0, 3).forEach(_ -> breaker.failed(0));

        long tries = LongStream.range(0, 50)
                .map(i -> i * SECOND / 10)
                .filter(breaker::mayAsk)
                .count();

        assertEquals(4, tries);
    }

    @Test
    void oneSuccessEndsItAndIsToldOnce() {
        LongStream.range(0, 4).forEach(_ -> breaker.failed(0));

        assertTrue(breaker.succeeded());
        assertFalse(breaker.succeeded());
        assertFalse(breaker.isAlone());
        assertTrue(breaker.mayAsk(0));
    }
}
