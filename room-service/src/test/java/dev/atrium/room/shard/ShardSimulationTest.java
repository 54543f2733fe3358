package dev.atrium.room.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The longer form: `-Datrium.simulation.seeds=4000`.
final class ShardSimulationTest {

    private static final int SEEDS = Integer.getInteger("atrium.simulation.seeds", 1_000);
    private static final int STEPS = 3_000;

    @Test
    void whatIsAcknowledgedCountsOnceWhateverHappens() {
        int acknowledged = 0;
        int openings = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation.Result result = Simulation.run(seed, STEPS);

            assertEquals(Optional.empty(), result.violation(), "seed " + seed);
            acknowledged += result.acknowledged();
            openings += result.openings();
        }
        assertTrue(acknowledged > 20 * SEEDS, "too little happens: " + acknowledged + " acknowledged");
        assertTrue(openings > 3 * SEEDS, "too little happens: " + openings + " openings");
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenRuleIsNoticed(Rule rule) {
        long violations = LongStream.range(0, SEEDS)
                .filter(seed -> Simulation.run(seed, STEPS, rule).violation().isPresent())
                .limit(1)
                .count();

        assertEquals(1, violations);
    }
}
