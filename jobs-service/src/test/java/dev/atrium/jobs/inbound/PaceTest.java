package dev.atrium.jobs.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void soManyAreDoneAtOnceAndThenOneInAWhile() {
        List<Instant> times = at(NOW, 34);

        assertEquals(31, times.stream().filter(NOW::equals).count());
        assertEquals(Stream.of(1, 2, 3).map(NOW::plusSeconds).toList(), times.subList(31, times.size()));
    }

    @Test
    void whoWaitsTooLongIsRefused() {
        long most = Pace.BURST.plus(Pace.PATIENCE).dividedBy(Pace.INTERVAL) + 1;

        List<Instant> times = at(NOW, 2_000);

        assertEquals(most, times.size());
        assertEquals(NOW.plus(Pace.PATIENCE), times.getLast());
    }

    @Test
    void aPauseGivesBackWhatWasUsedUp() {
        Instant until = NOW.plus(Pace.BURST);
        Instant later = until.plus(Duration.ofHours(1));

        assertEquals(Optional.of(new Pace.Turn(later, later.plus(Pace.INTERVAL))), Pace.next(until, later));
    }

    /// When those are done that come at the same time.
    private static List<Instant> at(Instant now, int count) {
        List<Instant> times = new ArrayList<>();
        Instant until = now;
        for (int i = 0; i < count; i++) {
            Optional<Pace.Turn> turn = Pace.next(until, now);
            if (turn.isEmpty()) {
                return times;
            }
            times.add(turn.get().at());
            until = turn.get().until();
        }
        return times;
    }
}
