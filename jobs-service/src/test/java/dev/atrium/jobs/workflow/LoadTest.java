package dev.atrium.jobs.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.jobs.retry.NonRetryableException;
import org.junit.jupiter.api.Test;

final class LoadTest {

    private final Load load = new Load(10);

    @Test
    void resultsMayHaveAsManyBytesAsThereMayBeTogether() {
        assertEquals("\"äöü\"", load.with("\"äöü\""));
        assertNull(load.with(null));
        assertEquals("12", load.with("12"));

        assertEquals(
                "its results are larger than 10 bytes together",
                assertThrows(NonRetryableException.class, () -> load.with("1")).getMessage());
    }
}
