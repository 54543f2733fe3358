package dev.atrium.media.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    /// Of ten connections two are left to all else.
    private final Turns turns = new Turns(10, new SimpleMeterRegistry());

    @Test
    void nobodyHasMoreThanAreFreeBesides() {
        assertEquals(4, takenBy("a"));
        assertEquals(2, takenBy("b"));
        assertEquals(1, takenBy("c"));
        assertEquals(1, takenBy("d"));
        assertEquals(0, takenBy("e"));
    }

    @Test
    void whatIsGivenBackIsForOthersOnce() {
        Shares.Share turn = turns.take(new Party("a", null)).orElseThrow();
        takenBy("a");
        takenBy("b");

        turn.giveBack();
        turn.giveBack();

        assertEquals(2, takenBy("c"));
        assertEquals(1, takenBy("d"));
        assertEquals(0, takenBy("a") + takenBy("e"));
    }

    @Test
    void inAPartyNobodyKeepsAllFromTheOthers() {
        Turns many = new Turns(256, new SimpleMeterRegistry());

        assertEquals(64, takenBy(many, "a", "slow"));
        assertEquals(32, takenBy(many, "a", "other"));
        assertEquals(0, takenBy(many, "a", "slow"));
        assertEquals(32, takenBy(many, "b", "slow"));
    }

    @Test
    void whatAPersonGivesBackIsFreeAgain() {
        Shares.Share turn = turns.take(new Party("a", "ada")).orElseThrow();
        assertEquals(2, takenBy(turns, "a", "ada"));
        turn.giveBack();
        assertEquals(1, takenBy(turns, "a", "ada"));
    }

    private long takenBy(String party) {
        return takenBy(turns, party, null);
    }

    private static long takenBy(Turns turns, String party, @Nullable String name) {
        return IntStream.range(0, 300)
                .filter(_ -> turns.take(new Party(party, name)).isPresent())
                .count();
    }
}
