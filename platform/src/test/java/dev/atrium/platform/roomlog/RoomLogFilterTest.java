package dev.atrium.platform.roomlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RoomLogFilterTest {

    private final RoomLogFilter filter = new RoomLogFilter();

    @Test
    void nothingCountsBeforeTheFirstClaim() {
        RoomLogEntry first = new RoomLogEntry.Unknown(0, 0);

        assertTrue(filter.isUnclaimed(first));
        assertFalse(filter.counts(first));
        assertFalse(filter.counts(new RoomLogEntry.Unknown(1, 0)));
        assertEquals(0, filter.next());

        RoomLogEntry claim = new RoomLogEntry.ShardOpened(1, "a", "a1");
        assertFalse(filter.isUnclaimed(claim));
        assertTrue(filter.counts(claim));
        assertFalse(filter.isUnclaimed(new RoomLogEntry.Unknown(1, 0)));
        assertTrue(filter.counts(new RoomLogEntry.Unknown(1, 0)));
    }

    @Test
    void numbersThatNoFilterHasAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RoomLogFilter(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new RoomLogFilter(1, -1));
        assertThrows(IllegalArgumentException.class, () -> new RoomLogFilter(0, 1));
    }

    @Test
    void ofTwoEqualClaimsTheFirstCounts() {
        assertTrue(filter.counts(new RoomLogEntry.ShardOpened(1, "a", "a1")));
        assertFalse(filter.counts(new RoomLogEntry.ShardOpened(1, "b", "b1")));
    }

    @Test
    void aDeposedOwnerIsNotBelieved() {
        filter.counts(new RoomLogEntry.ShardOpened(1, "a", "a1"));
        assertTrue(filter.counts(new RoomLogEntry.Unknown(1, 0)));
        filter.counts(new RoomLogEntry.ShardOpened(2, "b", "b1"));

        assertFalse(filter.counts(new RoomLogEntry.Unknown(1, 1)));
        assertTrue(filter.counts(new RoomLogEntry.Unknown(2, 0)));
    }

    @Test
    void nothingCountsBehindARecordThatWasLost() {
        filter.counts(new RoomLogEntry.ShardOpened(1, "a", "a1"));
        assertTrue(filter.counts(new RoomLogEntry.Unknown(1, 0)));

        assertFalse(filter.counts(new RoomLogEntry.Unknown(1, 2)));
        assertFalse(filter.counts(new RoomLogEntry.Unknown(1, 3)));
        assertTrue(filter.counts(new RoomLogEntry.Unknown(1, 1)));
    }

    @Test
    void goesOnFromItsTwoNumbers() {
        filter.counts(new RoomLogEntry.ShardOpened(7, "a", "a1"));
        filter.counts(new RoomLogEntry.Unknown(7, 0));

        RoomLogFilter restored = new RoomLogFilter(filter.epoch(), filter.next());

        assertEquals(7, restored.epoch());
        assertTrue(restored.counts(new RoomLogEntry.Unknown(7, 1)));
    }

    @Test
    void aRecordWhoseClaimWasNotReadIsOfAnotherLog() {
        RoomLogFilter kept = new RoomLogFilter(7, 3);

        assertTrue(kept.contradicts(new RoomLogEntry.Unknown(8, 0)));
        assertFalse(kept.contradicts(new RoomLogEntry.Unknown(7, 3)));
        // Of a deposed owner, and behind one that was lost.
        assertFalse(kept.contradicts(new RoomLogEntry.Unknown(6, 9)));
        assertFalse(kept.contradicts(new RoomLogEntry.Unknown(7, 5)));
        assertFalse(kept.contradicts(new RoomLogEntry.ShardOpened(8, "a", "a1")));
    }

    @Test
    void aPositionThatWasGivenBeforeIsOfAnotherLog() {
        assertTrue(new RoomLogFilter(7, 3).contradicts(new RoomLogEntry.Unknown(7, 2)));
    }

    @Test
    void behindAClaimNothingContradicts() {
        RoomLogFilter kept = new RoomLogFilter(7, 3);
        kept.counts(new RoomLogEntry.ShardOpened(8, "a", "a1"));
        RoomLogFilter fromTheBeginning = new RoomLogFilter();
        fromTheBeginning.counts(new RoomLogEntry.ShardOpened(1, "a", "a1"));

        for (RoomLogFilter filter : List.of(kept, fromTheBeginning, new RoomLogFilter())) {
            assertFalse(filter.contradicts(new RoomLogEntry.Unknown(filter.epoch() + 1, 0)));
        }
    }

    @Test
    void whatWasReadIsOfNoHigherEpoch() {
        RoomLogFilter kept = new RoomLogFilter(7, 3);

        assertTrue(kept.mayHaveRead(new RoomLogEntry.Unknown(7, 2)));
        assertTrue(kept.mayHaveRead(new RoomLogEntry.Unknown(7, 5)));
        assertTrue(kept.mayHaveRead(new RoomLogEntry.ShardOpened(7, "a", "a1")));
        assertFalse(kept.mayHaveRead(new RoomLogEntry.ShardOpened(8, "a", "a1")));
        assertFalse(kept.mayHaveRead(new RoomLogEntry.Unknown(8, 0)));
        assertTrue(new RoomLogFilter().mayHaveRead(new RoomLogEntry.Unknown(8, 0)));
    }
}
