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

    @Test
    void aLogThatLosesItsEndIsReadByAllAsItGoesOn() {
        int acknowledged = 0;
        for (long seed = 0; seed < SEEDS / 2; seed++) {
            Simulation.Result result = Simulation.runOnBadPower(seed, STEPS);

            assertEquals(Optional.empty(), result.violation(), "seed " + seed);
            acknowledged += result.acknowledged();
        }
        assertTrue(acknowledged > 10 * SEEDS / 2, "too little happens: " + acknowledged + " acknowledged");
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenRuleIsNoticed(Rule rule) {
        long violations = LongStream.range(0, SEEDS)
                .filter(seed -> isNoticed(seed, rule))
                .limit(1)
                .count();

        assertEquals(1, violations);
    }

    private static boolean isNoticed(long seed, Rule rule) {
        return switch (rule) {
            case CLAIMS_RISE_OVER_A_LOSS, THE_END_IS_COMMITTED ->
                Simulation.runOnBadPower(seed, STEPS, rule).violation().isPresent();
            case ACKNOWLEDGE_ON_READ_BACK,
                    EPOCH_MUST_BE_PRESENT,
                    POSITION_MUST_BE_NEXT,
                    ATTEMPTS_ARE_UNIQUE,
                    COMMIT_AFTER_CHECKPOINT,
                    COMMIT_WITH_FILTER,
                    LOAD_SEES_CHECKPOINTS,
                    STORE_IS_ASKED ->
                Simulation.run(seed, STEPS, rule).violation().isPresent();
        };
    }
}
