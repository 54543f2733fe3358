package dev.atrium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

    @Test
    void messagesAreDueAtEvenIntervalsWithoutDrift() {
        Schedule schedule = Schedule.of(new Layout(1, 200, 20), 30_000, 1, 2);

        assertEquals(90_000, schedule.messages());
        assertEquals(30_000, schedule.warmUp());
        assertEquals(33_333, schedule.dueNanos(1));
        assertEquals(1_000_000_000, schedule.dueNanos(30_000));
        assertEquals(3_000_000_000L, schedule.dueNanos(schedule.messages()));
    }

    @Test
    void everySenderSendsTheSameNumberAndNumbersItsMessagesOneByOne() {
        Schedule schedule = Schedule.of(new Layout(5, 4, 3), 50, 0.1, 1);
        Map<Integer, Integer> next = new HashMap<>();

        for (int message = 0; message < schedule.messages(); message++) {
            int number = next.merge(schedule.socket(message), 1, Integer::sum) - 1;
            assertEquals(number, schedule.number(message));
            assertEquals(schedule.socket(message) / 4, schedule.room(message));
            assertEquals(schedule.socket(message) % 4, schedule.sender(message));
        }

        assertEquals(15, next.size());
        next.values().forEach(count -> assertEquals(schedule.messages() / 15, count));
    }

    @Test
    void aScheduleWithNothingToMeasureIsRefused() {
        Layout layout = new Layout(1, 1, 1);

        assertThrows(IllegalArgumentException.class, () -> new Schedule(layout, 10, 5, 5));
        assertThrows(IllegalArgumentException.class, () -> new Schedule(layout, 0, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> new Layout(1, 1, 2));
    }
}
