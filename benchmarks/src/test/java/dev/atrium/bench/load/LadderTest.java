package dev.atrium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LadderTest {

    private final List<Long> tried = new ArrayList<>();

    @Test
    void itDoublesUntilARateFailsTwiceAndThenLooksInBetween() throws IOException {
        double best = climb(new Ladder(List.of(50.0, 300.0), 100_000, 2), 1_500);

        assertEquals(List.of(50L, 300L, 600L, 1_200L, 2_400L, 2_400L, 1_697L, 1_427L), tried);
        assertEquals(1_427, Math.round(best));
    }

    @Test
    void itStopsAtTheHighestRate() throws IOException {
        assertEquals(600, climb(new Ladder(List.of(300.0), 1_000, 2), 1_000_000));
        assertEquals(List.of(300L, 600L), tried);
    }

    @Test
    void itSaysZeroIfNothingPasses() throws IOException {
        assertEquals(0, climb(new Ladder(List.of(50.0, 300.0), 1_000, 2), 10));
        assertEquals(List.of(50L, 50L), tried);
    }

    private double climb(Ladder ladder, double capacity) throws IOException {
        return ladder.climb(rate -> {
            tried.add(Math.round(rate));
            return rate <= capacity;
        });
    }
}
