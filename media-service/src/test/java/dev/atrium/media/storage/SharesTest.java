package dev.atrium.media.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SharesTest {

    private final Shares bytes = new Shares(1_000);
    private final Party ada = new Party("a", "ada");
    private final Party bob = new Party("b", null);

    @Test
    void noPartyHasMoreThanIsFreeBesides() {
        assertEquals(5, taken(bob, 100));
        assertEquals(3, taken(new Party("c", null), 100));
        assertEquals(200, 1_000 - bytes.taken());
        assertTrue(bytes.take(bob, 1).isEmpty());
    }

    @Test
    void inAPartyNobodyHasMoreThanHalfOfThat() {
        assertEquals(4, taken(ada, 100));
        assertEquals(1, taken(new Party("a", "eve"), 100));
    }

    @Test
    void whatIsMoreThanIsFreeIsNotTaken() {
        assertTrue(bytes.take(bob, 1_001).isEmpty());
        assertEquals(0, bytes.taken());
        Shares.Share all = bytes.take(bob, 1_000).orElseThrow();
        assertTrue(bytes.take(ada, 1).isEmpty());

        all.giveBack();
        all.giveBack();

        assertEquals(0, bytes.taken());
        assertTrue(bytes.take(ada, 1_000).isPresent());
    }

    /// How often somebody gets so much, one after the other.
    private long taken(Party party, long amount) {
        return Stream.generate(() -> bytes.take(party, amount))
                .takeWhile(share -> share.isPresent())
                .count();
    }
}
