package dev.atrium.room.chat;

import static dev.atrium.room.chat.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DepartedTest {

    private static final int MANY = 200_000;

    private final Departed departed = new Departed(true);

    @Test
    void noIdIsTakenForNewThatIsKnown() {
        for (int i = 0; i < MANY; i++) {
            departed.add(hash(i), NOW);
        }

        assertTrue(IntStream.range(0, MANY).noneMatch(i -> departed.excludes(hash(i), NOW)));
    }

    @Test
    void almostAllNewIdsAreCertainlyNew() {
        for (int i = 0; i < MANY; i++) {
            departed.add(hash(i), NOW);
        }

        long uncertain = IntStream.range(MANY, 2 * MANY)
                .filter(i -> !departed.excludes(hash(i), NOW))
                .count();
        assertTrue(uncertain < MANY / 2_000, uncertain + " of " + MANY);
        assertTrue(departed.sizeBytes() < 10L * MANY, departed.sizeBytes() + " bytes");
    }

    @Test
    void idsAreForgottenAfterADayAndNotBefore() {
        for (int hour = 0; hour < 144; hour++) {
            for (int i = 0; i < 5_000; i++) {
                departed.add(hash(5_000 * hour + i), NOW.plus(Duration.ofHours(hour)));
            }
        }

        Instant end = NOW.plus(Duration.ofHours(143));
        assertTrue(IntStream.range(5_000 * 120, 5_000 * 144).noneMatch(i -> departed.excludes(hash(i), end)));
        assertTrue(departed.excludes(hash(0), end));
        assertTrue(departed.sizeBytes() < 4L * 5_000 * 72, departed.sizeBytes() + " bytes");
    }

    @Test
    void whatWasLoadedIsKnownForADayToo() {
        List<Long> hashes =
                LongStream.range(0, 100).map(i -> hash((int) i)).boxed().toList();
        Departed loaded = new Departed(false);
        loaded.learn(new SentIds(NOW.minus(SentIds.REACH), NOW, hashes));

        loaded.add(hash(100), NOW.plusSeconds(1));

        assertFalse(loaded.excludes(hash(7), NOW.plusSeconds(2)));
        assertTrue(loaded.excludes(hash(101), NOW.plusSeconds(2)));
    }

    @Test
    void beforeItIsKnownWhatHadLeftNothingIsCertain() {
        Departed loaded = new Departed(false);
        loaded.add(hash(1), NOW);
        assertFalse(loaded.excludes(hash(3), NOW));

        loaded.learn(new SentIds(NOW.minus(SentIds.REACH), NOW, List.of(hash(2))));

        assertFalse(loaded.excludes(hash(1), NOW));
        assertFalse(loaded.excludes(hash(2), NOW));
        assertTrue(loaded.excludes(hash(3), NOW));
    }

    private static long hash(int i) {
        return new Sent("user:ada", "c-" + i).hash();
    }
}
