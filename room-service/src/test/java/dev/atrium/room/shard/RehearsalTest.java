package dev.atrium.room.shard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class RehearsalTest {

    @Test
    void commandsAreAnsweredWithoutLogAndStore() {
        Limits limits = new Limits(100, 100, 1_000, 1 << 20, 1 << 20, Duration.ofMinutes(1));

        int answered = new Rehearsal(limits, InstantSource.system()).play();

        assertTrue(answered >= 1 && answered <= 301, "answered: " + answered);
    }
}
