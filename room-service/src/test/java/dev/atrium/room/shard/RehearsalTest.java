package dev.atrium.room.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class RehearsalTest {

    @Test
    void commandsAreAnsweredWithoutLogAndStore() {
        Limits limits = new Limits(100, 100, 1 << 20, 1_000, 1 << 20, 1 << 20, Duration.ofMinutes(1));

        Rehearsal rehearsal = new Rehearsal(limits, Runnable::run, (_, task) -> task.run(), InstantSource.system());

        rehearsal.open();
        assertEquals(1, rehearsal.answered());
        rehearsal.play().join();

        assertTrue(rehearsal.answered() > 1 && rehearsal.answered() <= 301, "answered: " + rehearsal.answered());
    }
}
