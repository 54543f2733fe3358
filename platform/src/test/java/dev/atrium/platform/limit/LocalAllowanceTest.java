package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LocalAllowanceTest {

    private static final Quota MINUTE = Quota.of("60/1M");
    private static final int FILL = 6;
    private static final int CREDIT = 30;

    private final AtomicLong now = new AtomicLong();
    private final LocalAllowance allowance = new LocalAllowance(MINUTE);
    private final LocalCounters shared = new LocalCounters(now::get);

    @Test
    void whatIsLentWhileTheQuotaIsAskedIsBounded() {
        assertEquals(CREDIT, spend(100));

        assertEquals(Optional.of(Duration.ofSeconds(1)), allowance.spend(now.get()));
    }

    @Test
    void itIsFilledBeforeItIsEmptyAndOneAtATime() {
        spend(1);
        assertEquals(FILL + 1, allowance.due(now.get()));
        assertEquals(0, allowance.due(now.get()));
        allowance.filled(FILL + 1);

        assertEquals(0, allowance.due(now.get()));
        spend(FILL / 2);
        assertEquals(FILL / 2, allowance.due(now.get()));
    }

    @Test
    void whereTheQuotaIsUsedUpItSaysWhenThereIsMore() {
        spend(1);
        assertTrue(allowance.due(now.get()) > 0);
        allowance.refused(0, Duration.ofSeconds(7), now.get());

        assertEquals(Optional.of(Duration.ofSeconds(7)), allowance.spend(now.get()));
        assertEquals(0, allowance.due(now.get()));
        pass(Duration.ofSeconds(7));
        assertEquals(Optional.empty(), allowance.spend(now.get()));
    }

    @Test
    void whereLittleIsLeftItTakesThat() {
        spend(1);
        assertTrue(allowance.due(now.get()) > 3);
        allowance.refused(3, Duration.ofSeconds(1), now.get());

        assertEquals(3, allowance.due(now.get()));
    }

    @Test
    void someoneWhoSendsOneByOneGetsExactlyWhatTheQuotaHas() {
        long spent = IntStream.range(0, 200).filter(_ -> spendAndDraw()).count();

        assertEquals(60, spent);
    }

    @Test
    void inTheLongRunNoMoreIsSpentThanTheQuotaHas() {
        LocalAllowance elsewhere = new LocalAllowance(MINUTE);
        long spent = 0;
        for (int i = 0; i < 10 * 60 * 20; i++) {
            spent += spendAndDraw() ? 1 : 0;
            spent += spendAndDraw(elsewhere) ? 1 : 0;
            pass(Duration.ofMillis(50));
        }

        assertTrue(spent >= 60 * 10 && spent <= 60 * 11 + 2 * CREDIT, "spent: " + spent);
    }

    @Test
    void aQuotaOfOneCanBeSpent() {
        LocalAllowance small = new LocalAllowance(Quota.of("1/1M"));

        assertEquals(Optional.empty(), small.spend(0));
        assertEquals(2, small.due(0));
    }

    private long spend(int times) {
        return IntStream.range(0, times)
                .filter(_ -> allowance.spend(now.get()).isEmpty())
                .count();
    }

    private boolean spendAndDraw() {
        return spendAndDraw(allowance);
    }

    private boolean spendAndDraw(LocalAllowance from) {
        boolean spent = from.spend(now.get()).isEmpty();
        for (long due = from.due(now.get()); due > 0; due = from.due(now.get())) {
            Charge charge = new Charge("p", "s", MINUTE, MINUTE, due);
            Verdict verdict = shared.decide(List.of(charge));
            if (verdict.allowed()) {
                from.filled(charge.cost());
            } else {
                Standing standing = verdict.standings().getFirst();
                from.refused(standing.left(), standing.more(), now.get());
            }
        }
        return spent;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos() / 1_000);
    }
}
