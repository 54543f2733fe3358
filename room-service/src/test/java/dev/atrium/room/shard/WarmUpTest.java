package dev.atrium.room.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class WarmUpTest {

    @Test
    void commandsAreAnsweredWithoutLogAndStore() {
        Limits limits = new Limits(100, 100, 1 << 20, 1_000, 1 << 20, 1 << 20, Duration.ofMinutes(1));

        WarmUp warmUp = new WarmUp(limits, Runnable::run, (_, task) -> task.run(), InstantSource.system());

        warmUp.open();
        assertEquals(1, warmUp.answered());
        warmUp.play().join();

        assertTrue(warmUp.answered() > 1 && warmUp.answered() <= 301, "answered: " + warmUp.answered());
    }
}
