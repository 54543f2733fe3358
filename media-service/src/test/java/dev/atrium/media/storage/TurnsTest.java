package dev.atrium.media.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    /// Of ten connections two are left to all else.
    private final Turns turns = new Turns(10);

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
        Turns.Turn turn = turns.take("a").orElseThrow();
        takenBy("a");
        takenBy("b");

        turn.giveBack();
        turn.giveBack();

        assertEquals(2, takenBy("c"));
        assertEquals(1, takenBy("d"));
        assertEquals(0, takenBy("a") + takenBy("e"));
    }

    private long takenBy(String whose) {
        return IntStream.range(0, 10).filter(_ -> turns.take(whose).isPresent()).count();
    }
}
