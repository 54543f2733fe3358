package dev.atrium.room.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StoringTest {

    @Test
    void theBusierTheStoreIsTheMoreSeldomItIsWrittenTo() {
        assertEquals(Duration.ofMillis(50), Storing.interval(Duration.ofMillis(2)));
        assertEquals(Duration.ofMillis(150), Storing.interval(Duration.ofMillis(30)));
        assertEquals(Duration.ofMillis(500), Storing.interval(Duration.ofSeconds(14)));
    }
}
