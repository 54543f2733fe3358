package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PurseTest {

    private static final Quota MINUTE = Quota.of("60/1M");
    private static final int FILL = 6;
    private static final int CREDIT = 30;

    private final AtomicLong now = new AtomicLong();
    private final Purse purse = new Purse(MINUTE);
    private final Ledger shared = new Ledger(now::get);

    @Test
    void whatIsLentWhileTheQuotaIsAskedIsBounded() {
        assertEquals(CREDIT, spend(100));

        assertEquals(Optional.of(Duration.ofSeconds(1)), purse.spend(now.get()));
    }

    @Test
    void itIsFilledBeforeItIsEmptyAndOneAtATime() {
        spend(1);
        assertEquals(FILL + 1, purse.due(now.get()));
        assertEquals(0, purse.due(now.get()));
        purse.filled(FILL + 1);

        assertEquals(0, purse.due(now.get()));
        spend(FILL / 2);
        assertEquals(FILL / 2, purse.due(now.get()));
    }

    @Test
    void whereTheQuotaIsUsedUpItSaysWhenThereIsMore() {
        spend(1);
        assertTrue(purse.due(now.get()) > 0);
        purse.refused(0, Duration.ofSeconds(7), now.get());

        assertEquals(Optional.of(Duration.ofSeconds(7)), purse.spend(now.get()));
        assertEquals(0, purse.due(now.get()));
        pass(Duration.ofSeconds(7));
        assertEquals(Optional.empty(), purse.spend(now.get()));
    }

    @Test
    void whereLittleIsLeftItTakesThat() {
        spend(1);
        assertTrue(purse.due(now.get()) > 3);
        purse.refused(3, Duration.ofSeconds(1), now.get());

        assertEquals(3, purse.due(now.get()));
    }

    @Test
    void someoneWhoSendsOneByOneGetsExactlyWhatTheQuotaHas() {
        long spent = IntStream.range(0, 200).filter(_ -> spendAndDraw()).count();

        assertEquals(60, spent);
    }

    @Test
    void inTheLongRunNoMoreIsSpentThanTheQuotaHas() {
        Purse elsewhere = new Purse(MINUTE);
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
        Purse small = new Purse(Quota.of("1/1M"));

        assertEquals(Optional.empty(), small.spend(0));
        assertEquals(2, small.due(0));
    }

    private long spend(int times) {
        return IntStream.range(0, times)
                .filter(_ -> purse.spend(now.get()).isEmpty())
                .count();
    }

    private boolean spendAndDraw() {
        return spendAndDraw(purse);
    }

    private boolean spendAndDraw(Purse from) {
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
