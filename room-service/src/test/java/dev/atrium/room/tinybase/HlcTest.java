package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HlcTest {

    private static final long NOW = 1_700_000_000_000L;

    @Test
    void isWrittenWithSixBitsACharacter() {
        Hlc time = Hlc.of(NOW, 0, Hlc.client("client1"));

        assertEquals("NjEtLV-----mmxrx", time.toString());
    }

    @Test
    void isReadBack() {
        Hlc time = Hlc.parse(Hlc.of(NOW, 77, Hlc.client("client1")).toString()).orElseThrow();

        assertEquals(NOW, time.time());
        assertEquals(77, time.counter());
        assertEquals(Hlc.client("client1"), time.client());
    }

    @Test
    void hasItsLargestValues() {
        Hlc largest = Hlc.of(Hlc.TIME_MAX, Hlc.COUNTER_MAX, Hlc.client("z"));

        assertEquals("zzzzzzzzzzzz24Dh", largest.toString());
        assertEquals(Hlc.TIME_MAX, largest.time());
        assertEquals(Hlc.COUNTER_MAX, largest.counter());
        assertEquals(Optional.of(largest), Hlc.parse(largest.toString()));
    }

    @ParameterizedTest
    @CsvSource({"store1,FnHIC", "store2,CnH-J", "server,-f2rH", "S,L20BX", "'',068r4"})
    void clocksAreNamedByTheHashOfTheStore(String store, String client) {
        assertEquals(client, Hlc.of(NOW, 0, Hlc.client(store)).toString().substring(11));
    }

    @Test
    void noTimeIsBeforeAll() {
        Hlc earliest = Hlc.parse("----------------").orElseThrow();

        assertEquals(Optional.of(Hlc.NONE), Hlc.parse(""));
        assertTrue(earliest.isAfter(Hlc.NONE));
        assertFalse(Hlc.NONE.isAfter(Hlc.NONE));
        assertFalse(Hlc.NONE.equals(earliest));
        assertEquals("", Hlc.NONE.toString());
        assertEquals("----------------", earliest.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "NjEtLV-----mmxrx,NjEtLV----0mmxrx",
        "NjEtLV----9mmxrx,NjEtLV----Ammxrx",
        "NjEtLV----ZAAAAA,NjEtLV----_AAAAA",
        "NjEtLV----_AAAAA,NjEtLV----aAAAAA",
        "NjEtLV----aAAAAA,NjEtLV----aAAAAB",
        "NjEtLV---zzzzzzz,NjEtLW----------",
        "1zzzzzzzzzzzzzzz,z---------------"
    })
    void isOrderedAsItsText(String earlier, String later) {
        Hlc one = Hlc.parse(earlier).orElseThrow();
        Hlc other = Hlc.parse(later).orElseThrow();

        assertTrue(other.isAfter(one));
        assertFalse(one.isAfter(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NjEtLV-----mmxr", "NjEtLV-----mmxrxx", "NjEtLV-----mmxr+", "NjEtLV-----mmxré", " ", "\ufffc"})
    void otherTextsAreRefused(String text) {
        assertEquals(Optional.empty(), Hlc.parse(text));
    }

    @Test
    void aClockNeverGoesBackAndFollowsWhatItHasSeen() {
        HlcClock clock = new HlcClock(Hlc.client("client1"));

        assertEquals("NjEtLV-----mmxrx", clock.next(NOW).toString());
        assertEquals("NjEtLV----0mmxrx", clock.next(NOW).toString());
        clock.see(Hlc.of(NOW + 5, 9, 1), NOW);
        assertEquals("NjEtLV4---9mmxrx", clock.next(NOW).toString());
        assertEquals("NjEtLV4---Ammxrx", clock.next(NOW - 1_000).toString());
        clock.see(Hlc.of(NOW + 301_000, 0, 1), NOW);
        assertEquals(Hlc.of(NOW + 301_000, 1, Hlc.client("client1")), clock.next(NOW));
    }

    @Test
    void aFullCounterGoesOnInTheNextMillisecond() {
        HlcClock clock = new HlcClock(0);
        clock.see(Hlc.of(NOW, Hlc.COUNTER_MAX, 1), NOW);

        Hlc next = clock.next(NOW);

        assertEquals(NOW + 1, next.time());
        assertEquals(0, next.counter());
    }

    @Test
    void theLastTimeOfAllIsNotFollowedByTheFirst() {
        HlcClock clock = new HlcClock(0);
        clock.see(Hlc.of(Hlc.TIME_MAX, Hlc.COUNTER_MAX, 1), NOW);

        assertEquals(Hlc.of(Hlc.TIME_MAX, Hlc.COUNTER_MAX, 0), clock.next(NOW));
        assertEquals(Hlc.of(Hlc.TIME_MAX, Hlc.COUNTER_MAX, 0), clock.next(NOW));
    }
}
