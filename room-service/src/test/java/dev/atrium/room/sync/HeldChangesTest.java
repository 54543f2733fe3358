package dev.atrium.room.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.MessageReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldChangesTest {

    private static final String EARLY = "NjEtLV-----AAAAA";
    private static final String LATE = "NjEtLV----0AAAAA";

    private final HeldChanges held = new HeldChanges();

    @Test
    void ofWhatIsWrittenToOnePlaceTheLatestIsLeftInWhateverOrderItComes() {
        assertTrue(held.add(1, value("v", "\"late\"", LATE)));
        assertTrue(held.add(2, value("v", "\"early\"", EARLY)));
        assertTrue(held.add(3, value("w", "true", EARLY)));

        HeldChanges.Together together = held.take();

        assertEquals(List.of(1L, 2L, 3L), together.commits());
        assertEquals(2, together.changes().paths().size());
        assertEquals(
                value("v", "\"late\"", LATE).recordBytes()
                        + value("w", "true", EARLY).recordBytes(),
                together.changes().recordBytes());
    }

    @Test
    void whatWasHandedOverIsNotHeldAnyMore() {
        held.add(1, value("v", "1", EARLY));
        HeldChanges.Together first = held.take();

        held.add(2, value("w", "2", EARLY));

        assertEquals(value("v", "1", EARLY).paths(), first.changes().paths());
        assertEquals(List.of(2L), held.take().commits());
        assertTrue(held.isEmpty());
    }

    @Test
    void moreThanAFewKibibytesAreNotHeld() {
        assertTrue(held.add(1, value("v", "\"" + "x".repeat(HeldChanges.BYTES_MAX / 2) + "\"", EARLY)));
        // Also of what is written over again and again, since each is remembered until it counts.
        assertFalse(held.add(2, value("v", "\"" + "y".repeat(HeldChanges.BYTES_MAX / 2) + "\"", LATE)));

        held.take();

        assertTrue(held.add(3, value("v", "1", LATE)));
    }

    private static Changes value(String id, String json, String time) {
        return MessageReader.changes("[[{}],[{\"" + id + "\":[" + json + ",\"" + time + "\"]}],1]")
                .orElseThrow();
    }
}
