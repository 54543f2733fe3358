package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LocalAllowanceTest {

    private static final Quota MINUTE = Quota.of("60/1M");
    private static final int FILL = 6;

    private final AtomicLong now = new AtomicLong();
    private final LocalAllowance allowance = new LocalAllowance(MINUTE);
    private final LocalCounters shared = new LocalCounters(now::get);

    @Test
    void nothingIsSpentThatWasNotDrawn() {
        assertEquals(Optional.of(Duration.ofMillis(10)), allowance.spend(1, now.get()));
    }

    @Test
    void itIsFilledBeforeItIsEmptyAndOneAtATime() {
        assertEquals(FILL, allowance.due(0, now.get()));
        assertEquals(0, allowance.due(0, now.get()));
        allowance.filled(FILL);

        assertEquals(0, allowance.due(0, now.get()));
        assertEquals(FILL / 2, spend(FILL / 2));
        assertEquals(FILL / 2, allowance.due(0, now.get()));
    }

    @Test
    void whoComesWithMuchHasItFilledFirst() {
        assertFalse(allowance.suffices(50, now.get()));
        assertEquals(50, allowance.due(50, now.get()));
        Future<Void> drawn = allowance.drawn();
        assertEquals(0, allowance.due(50, now.get()));
        assertFalse(drawn.isComplete());
        allowance.filled(50);

        assertTrue(drawn.succeeded());
        assertTrue(allowance.suffices(50, now.get()));
        assertEquals(50, spend(100));
    }

    @Test
    void nobodyWaitsForAQuotaThatIsUsedUp() {
        assertEquals(20, allowance.due(20, now.get()));
        allowance.refused(4, Duration.ofSeconds(1), now.get());
        assertFalse(allowance.suffices(20, now.get()));
        assertEquals(4, allowance.due(20, now.get()));
        allowance.filled(4);
        assertFalse(allowance.suffices(20, now.get()));
        assertEquals(16, allowance.due(20, now.get()));
        allowance.refused(0, Duration.ofSeconds(7), now.get());

        assertTrue(allowance.suffices(20, now.get()));
        assertEquals(4, spend(20));
        assertEquals(Optional.of(Duration.ofSeconds(7)), allowance.spend(1, now.get()));
        assertEquals(0, allowance.due(1, now.get()));
        pass(Duration.ofSeconds(7));
        assertEquals(FILL, allowance.due(1, now.get()));
    }

    @Test
    void severalUnitsAreSpentOrNone() {
        draw(10);

        assertEquals(Optional.of(Duration.ofMillis(10)), allowance.spend(11, now.get()));
        assertEquals(Optional.empty(), allowance.spend(10, now.get()));
    }

    @Test
    void aBurstGetsExactlyWhatTheQuotaHas() {
        draw(70);

        assertEquals(60, spend(70));
    }

    @Test
    void someoneWhoSendsOneByOneGetsExactlyWhatTheQuotaHas() {
        long spent =
                IntStream.range(0, 200).filter(_ -> drawAndSpend(allowance)).count();

        assertEquals(60, spent);
    }

    @Test
    void noMoreIsSpentThanTheQuotaHas() {
        LocalAllowance elsewhere = new LocalAllowance(MINUTE);
        long spent = 0;
        for (int i = 0; i < 10 * 60 * 20; i++) {
            spent += drawAndSpend(allowance) ? 1 : 0;
            spent += drawAndSpend(elsewhere) ? 1 : 0;
            pass(Duration.ofMillis(50));
        }

        assertTrue(spent >= 60 * 10 && spent <= 60 * 11, "spent: " + spent);
    }

    @Test
    void aQuotaOfOneCanBeSpent() {
        LocalAllowance small = new LocalAllowance(Quota.of("1/1M"));

        assertEquals(1, small.due(0, 0));
        small.filled(1);
        assertEquals(Optional.empty(), small.spend(1, 0));
    }

    private long spend(int times) {
        return IntStream.range(0, times)
                .filter(_ -> allowance.spend(1, now.get()).isEmpty())
                .count();
    }

    private boolean drawAndSpend(LocalAllowance from) {
        draw(from, 1);
        return from.spend(1, now.get()).isEmpty();
    }

    private void draw(long units) {
        draw(allowance, units);
    }

    private void draw(LocalAllowance into, long units) {
        for (long due = into.due(units, now.get()); due > 0; due = into.due(units, now.get())) {
            Charge charge = new Charge("p", "s", MINUTE, MINUTE, due);
            Verdict verdict = shared.decide(List.of(charge));
            if (verdict.allowed()) {
                into.filled(charge.cost());
            } else {
                Standing standing = verdict.standings().getFirst();
                into.refused(standing.left(), standing.more(), now.get());
            }
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos() / 1_000);
    }
}
