package dev.atrium.room.log;

import static dev.atrium.room.chat.Samples.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.roomlog.RoomLogEntry.ShardOpened;
import dev.atrium.platform.roomlog.RoomLogEntry.Written;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ShardLogTest {

    private final AtomicInteger attempts = new AtomicInteger();
    private Instant now = Instant.EPOCH;
    private final ShardLog log =
            new ShardLog(Position.START, "me", () -> "attempt-" + attempts.incrementAndGet(), () -> now);

    @Test
    void theShardIsOpenWhenItsOwnClaimWasReadAndCounts() {
        ShardOpened claim = log.claim();
        assertThrows(IllegalStateException.class, () -> log.write(message(2)));

        assertInstanceOf(Reading.Opened.class, log.read(claim));

        assertEquals(new Written(1, 0, message(2)), log.write(message(2)));
        assertEquals(new Written(1, 1, message(3)), log.write(message(3)));
    }

    @Test
    void aClaimIsHigherThanAllThatWasRead() {
        log.read(new ShardOpened(7, "other", "x"));

        assertEquals(8, log.claim().epoch());
    }

    /// Nothing of a lost claim is left here, but who has read it knows it.
    @Test
    void aClaimIsHigherThanAnyThatTheLogMayHaveLost() {
        ShardLog beforeTheLoss = log;
        now = Instant.parse("2026-11-30T06:00:00Z");
        ShardOpened lost = beforeTheLoss.claim();

        now = now.plusSeconds(20);
        ShardLog afterIt = new ShardLog(Position.START, "me", () -> "x", () -> now);

        assertTrue(afterIt.claim().epoch() > lost.epoch());
    }

    @Test
    void aClockThatIsBehindDoesNotLowerEpochs() {
        now = Instant.parse("2026-11-30T06:00:00Z");
        ShardOpened first = open();

        now = now.minusSeconds(3_600);

        assertEquals(first.epoch() + 1, log.claim().epoch());
    }

    @Test
    void aClaimThatComesSecondIsTooLow() {
        ShardOpened claim = log.claim();
        log.read(new ShardOpened(claim.epoch(), "other", "x"));

        assertInstanceOf(Reading.TooLow.class, log.read(claim));

        ShardOpened higher = log.claim();
        assertEquals(claim.epoch() + 1, higher.epoch());
        assertInstanceOf(Reading.Opened.class, log.read(higher));
    }

    @Test
    void aClaimOfAnEarlierLifeIsNotOnesOwn() {
        ShardOpened late = log.claim();
        log.failed(late.attempt());
        ShardOpened claim = log.claim();

        assertInstanceOf(Reading.Nothing.class, log.read(late));
        assertInstanceOf(Reading.TooLow.class, log.read(claim));
    }

    @Test
    void aHigherClaimEndsTheOwnership() {
        open();

        assertInstanceOf(Reading.Deposed.class, log.read(new ShardOpened(9, "other", "x")));

        assertThrows(IllegalStateException.class, () -> log.write(message(2)));
    }

    @Test
    void onlyRecordsOfThePresentEpochAreOnesOwn() {
        ShardOpened first = open();
        Written written = log.write(message(2));
        log.failed(first.attempt());
        ShardOpened second = log.claim();

        assertEquals(new Reading.Counted(message(2), false), log.read(written));
        log.read(second);
        Written own = log.write(message(3));
        assertEquals(new Reading.Counted(message(3), true), log.read(own));
    }

    @Test
    void aRecordBehindALostOneEndsTheOwnership() {
        open();
        log.write(message(2));
        Written behind = log.write(message(3));

        assertInstanceOf(Reading.Torn.class, log.read(behind));
        assertInstanceOf(Ownership.Idle.class, log.ownership());
    }

    @Test
    void aRecordThatArrivesTwiceMeansNothingTheSecondTime() {
        open();
        Written written = log.write(message(2));

        assertEquals(new Reading.Counted(message(2), true), log.read(written));
        assertInstanceOf(Reading.Nothing.class, log.read(written));
        assertInstanceOf(Ownership.Open.class, log.ownership());
    }

    @Test
    void aFailureOfAnEarlierAttemptIsOver() {
        ShardOpened first = log.claim();
        log.failed(first.attempt());
        ShardOpened second = open();

        assertFalse(log.failed(first.attempt()));
        assertInstanceOf(Ownership.Open.class, log.ownership());
        assertTrue(log.failed(second.attempt()));
    }

    @Test
    void anEventOfALaterVersionIsNotPassedOver() {
        open();

        assertInstanceOf(Reading.Unreadable.class, log.read(new RoomLogEntry.Unknown(1, 0)));
    }

    @Test
    void aRecordBeforeAnyClaimDoesNotCount() {
        assertInstanceOf(Reading.Unclaimed.class, log.read(new Written(1, 0, message(2))));

        assertEquals(new Position(1, 0, 0), log.position(1));
    }

    @Test
    void readingGoesOnWhereItsPositionSays() {
        open();
        log.read(log.write(message(2)));
        Position position = log.position(17);

        ShardLog next = new ShardLog(position, "other", () -> "x", () -> now);

        assertEquals(new Position(17, 1, 1), position);
        assertEquals(new Reading.Counted(message(3), false), next.read(new Written(1, 1, message(3))));
    }

    private ShardOpened open() {
        ShardOpened claim = log.claim();
        log.read(claim);
        return claim;
    }
}
