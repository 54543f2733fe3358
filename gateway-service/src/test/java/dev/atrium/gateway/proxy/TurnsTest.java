package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    private final Turns turns = new Turns(64, 128);
    private final List<String> begun = new ArrayList<>();

    @Test
    void oneAddressAloneGetsHalf() {
        assertEquals(32, takeAll("a"));
    }

    @Test
    void howeverManyTakeAllTheyCanTheNextOneGetsItsPart() {
        takeAll("a");
        takeAll("b");
        takeAll("c");

        assertTrue(turns.take("d"));
    }

    @Test
    void whoIsGivenBackWhatIsHeldTakesAgain() {
        takeAll("a");

        turns.giveBack("a");

        assertTrue(turns.take("a"));
        assertFalse(turns.take("a"));
    }

    @Test
    void whoWaitsBeginsInTheOrderOfComingWhenItMay() {
        takeAll("a");
        await("a", "first");
        await("a", "second");

        turns.giveBack("a");
        assertEquals(List.of("first"), begun);

        turns.giveBack("a");
        assertEquals(List.of("first", "second"), begun);
    }

    @Test
    void whoWaitsForItsOwnAddressHoldsUpNoOther() {
        takeAll("a");
        takeAll("b");
        await("a", "of a");
        while (turns.take("c")) {
            // All that c gets.
        }
        await("c", "of c");

        turns.giveBack("c");

        assertEquals(List.of("of c"), begun);
    }

    @Test
    void whoHasLeftDoesNotBegin() {
        takeAll("a");
        Turns.Waiting first = await("a", "first");
        await("a", "second");

        turns.leave(first);
        turns.giveBack("a");

        assertEquals(List.of("second"), begun);
    }

    @Test
    void placesToWaitAreSharedAsWell() {
        takeAll("a");
        int waiting = 0;
        while (turns.await("a", () -> {}) != null) {
            waiting++;
        }

        assertEquals(64, waiting);
        assertNull(turns.await("a", () -> {}));
        assertNotNull(turns.await("b", () -> {}));
    }

    @Test
    void nothingIsKeptOfWhoHasGivenBackAll() {
        int taken = takeAll("a");
        assertFalse(turns.isIdle());

        for (int i = 0; i < taken; i++) {
            turns.giveBack("a");
        }

        assertTrue(turns.isIdle());
        assertEquals(32, takeAll("b"));
    }

    private int takeAll(String address) {
        int taken = 0;
        while (turns.take(address)) {
            taken++;
        }
        return taken;
    }

    private Turns.Waiting await(String address, String name) {
        return Objects.requireNonNull(turns.await(address, () -> begun.add(name)));
    }
}
