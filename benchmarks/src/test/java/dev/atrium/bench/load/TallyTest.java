package dev.atrium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Two rooms with three sockets each, of which two send; three messages of each sender.
final class TallyTest {

    private static final int MESSAGES = 12;

    private final Schedule schedule = new Schedule(new Layout(2, 3, 2), 100, 2, MESSAGES);
    private final Tally tally = new Tally(schedule, false);

    @Test
    void everythingOnceAndInOrderIsFlawlessAndComplete() {
        deliverAll(-1, -1);

        Tally.Count count = tally.count();
        assertTrue(count.isFlawless());
        assertEquals(3 * MESSAGES, count.delivered());
        assertEquals(0, count.missing());
        assertTrue(tally.isComplete(false));
        assertFalse(tally.isComplete(true));
    }

    @Test
    void aDeliveryThatDoesNotComeIsMissing() {
        deliverAll(4, 7);

        assertEquals(1, tally.count().missing());
        assertTrue(tally.count().isFlawless());
        assertFalse(tally.isComplete(false));
    }

    @Test
    void aDeliveryThatComesTwiceIsWrong() {
        deliverAll(-1, -1);

        assertFalse(tally.delivered(0, 0));

        assertEquals(1, tally.count().wrong());
        assertFalse(tally.count().isFlawless());
    }

    @Test
    void aDeliveryThatComesBehindALaterOneOfItsSenderIsWrong() {
        assertTrue(tally.delivered(0, 4));
        assertFalse(tally.delivered(0, 0));

        assertEquals(1, tally.count().wrong());
    }

    @Test
    void sendersMayOvertakeEachOther() {
        assertTrue(tally.delivered(0, 2));
        assertTrue(tally.delivered(0, 0));

        assertTrue(tally.count().isFlawless());
    }

    @Test
    void aDeliveryInAnotherRoomIsWrong() {
        assertFalse(tally.delivered(0, 1));
        assertFalse(tally.delivered(0, MESSAGES));
        assertFalse(tally.delivered(0, -2));

        assertEquals(3, tally.count().wrong());
    }

    @Test
    void eachMessageIsAcknowledgedOnce() {
        for (int message = 0; message < MESSAGES; message++) {
            assertTrue(tally.acknowledged(message));
        }
        deliverAll(-1, -1);
        assertTrue(tally.isComplete(true));

        assertFalse(tally.acknowledged(5));
        assertFalse(tally.acknowledged(MESSAGES));

        assertEquals(new Tally.Count(36, 0, 0, 0, MESSAGES, 2), tally.count());
        assertFalse(tally.count().isFlawless());
    }

    @Test
    void whereTheLatestWinsItMakesUpForEarlierOnes() {
        Tally latest = new Tally(schedule, true);
        for (int socket = 0; socket < 6; socket++) {
            for (int message = MESSAGES - 4; message < MESSAGES; message++) {
                if (schedule.room(message) == socket / 3) {
                    assertTrue(latest.delivered(socket, message));
                }
            }
        }

        assertTrue(latest.isComplete(false));
        assertEquals(new Tally.Count(12, 24, 0, 0, 0, 0), latest.count());

        assertFalse(latest.delivered(0, 0));
        assertEquals(1, latest.count().wrong());
    }

    private void deliverAll(int socketWithout, int messageWithout) {
        for (int message = 0; message < MESSAGES; message++) {
            int room = schedule.room(message);
            for (int socket = 3 * room; socket < 3 * room + 3; socket++) {
                if (socket != socketWithout || message != messageWithout) {
                    assertTrue(tally.delivered(socket, message));
                }
            }
        }
    }
}
