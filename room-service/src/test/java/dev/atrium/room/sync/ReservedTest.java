package dev.atrium.room.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.room.tinybase.Memory;
import org.junit.jupiter.api.Test;

/// What is taken for an answer is given back once, by whoever has it.
final class ReservedTest {

    private static final int MAX = 100;

    private int taken;
    private final Reserved reserved = new Reserved(new Memory() {
        @Override
        public boolean take(int bytes, int before) {
            boolean fits = taken + bytes <= MAX;
            taken += fits ? bytes : 0;
            return fits;
        }

        @Override
        public void give(int bytes) {
            taken -= bytes;
        }
    });

    @Test
    void itBecomesWhatIsNeeded() {
        assertTrue(reserved.become(80));
        assertEquals(80, taken);
        assertFalse(reserved.become(MAX + 1));
        assertEquals(80, taken);
        assertTrue(reserved.become(30));
        assertEquals(30, taken);

        reserved.giveBack();
        reserved.giveBack();
        assertEquals(0, taken);
    }

    @Test
    void whatWasHandedOverIsNotGivenBackHere() {
        assertTrue(reserved.become(80));
        Reserved handed = reserved.handOver();

        reserved.giveBack();
        assertEquals(80, taken);
        assertEquals(80, handed.take());
        handed.giveBack();
        assertEquals(80, taken);
    }
}
