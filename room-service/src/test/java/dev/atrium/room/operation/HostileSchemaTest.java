package dev.atrium.room.operation;

import static dev.atrium.room.operation.Fixture.ADA;
import static dev.atrium.room.operation.Fixture.pointer;
import static dev.atrium.room.operation.Fixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atrium.platform.problem.ProblemType;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What is made to be expensive to check is done, or refused, soon: it is looked at where all rooms of a shard are.
final class HostileSchemaTest {

    /// Of so many attempts each would take a second and more, if it cost what its author hopes for.
    private static final int ATTEMPTS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Fixture room = new Fixture();

    @Test
    void elementsOfTheSameHashAreToldApart() {
        room.schema("s", "*", all("{'uniqueItems':true}", 10), "reject");
        String colliding = array(4_200, i -> Long.toString(i * ((1L << 32) + 1)));

        attempt(() -> room.done(ADA, put("a", colliding)));
    }

    @Test
    void numbersAreNotDividedIntoHundredsOfDigits() {
        room.schema("s", "*", all("{'items':{'multipleOf':5e-324}}", 1), "reject");
        String large = array(1_000, _ -> "9e307");

        attempt(() -> room.done(ADA, put("a", large)));
        assertEquals(
                ProblemType.TOO_LARGE,
                room.refused(ADA, put("a", array(10_000, _ -> "9e307"))).type());
    }

    @Test
    void numbersOfManyDigitsCountForMoreThanOthers() {
        room.schema("s", "*", all("{'items':{'enum':[9e307]}}", 200), "reject");

        Verdict.Refused refused = room.refused(ADA, put("a", array(100, _ -> "9e307")));

        assertEquals(ProblemType.TOO_LARGE, refused.type());
        assertEquals("/operations/0", pointer(refused));
    }

    private void attempt(Runnable attempt) {
        assertTimeoutPreemptively(PATIENCE, () -> {
            for (int i = 0; i < ATTEMPTS; i++) {
                attempt.run();
                room.done(ADA, Fixture.remove("a"));
            }
        });
    }

    private static String all(String schema, int times) {
        return "{'allOf':[" + (schema + ",").repeat(times - 1) + schema + "]}";
    }

    private static String array(int size, LongFunction<String> element) {
        return LongStream.range(0, size).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
    }
}
