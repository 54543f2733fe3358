package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class BondTest {

    private static final long SECOND = 1_000_000;

    private final Bond bond = new Bond();

    @Test
    void aFewFailuresDoNotMatter() {
        for (int i = 0; i < 10; i++) {
            assertFalse(bond.failed(0));
            assertFalse(bond.failed(0));
            assertFalse(bond.succeeded());
        }
        assertFalse(bond.isAlone());
        assertTrue(bond.mayAsk(0));
    }

    @Test
    void severalInARowAreToldOnce() {
        assertFalse(bond.failed(0));
        assertFalse(bond.failed(0));
        assertTrue(bond.failed(0));
        assertTrue(bond.isAlone());
        assertFalse(bond.failed(0));
        assertFalse(bond.failed(0));
    }

    @Test
    void aloneOneInASecondTries() {
        LongStream.range(0, 3).forEach(_ -> bond.failed(0));

        long tries = LongStream.range(0, 50)
                .map(i -> i * SECOND / 10)
                .filter(bond::mayAsk)
                .count();

        assertEquals(4, tries);
    }

    @Test
    void oneSuccessEndsItAndIsToldOnce() {
        LongStream.range(0, 4).forEach(_ -> bond.failed(0));

        assertTrue(bond.succeeded());
        assertFalse(bond.succeeded());
        assertFalse(bond.isAlone());
        assertTrue(bond.mayAsk(0));
    }
}
