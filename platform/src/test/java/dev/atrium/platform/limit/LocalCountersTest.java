package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LocalCountersTest {

    private static final Quota MINUTE = Quota.of("60/1M");
    private static final Quota DAY = Quota.of("5/1D");

    private final AtomicLong now = new AtomicLong(-Duration.ofDays(3).toNanos() / 1_000);
    private final LocalCounters counters = new LocalCounters(now::get);

    @Test
    void allOfTheQuotaMayBeUsedAtOnceAndNotMore() {
        assertEquals(60, allowed(100, Charge.one("p", "a", MINUTE)));
    }

    @Test
    void whatWasUsedComesBackEvenly() {
        assertEquals(60, allowed(60, Charge.one("p", "a", MINUTE)));

        pass(Duration.ofMillis(999));
        assertEquals(0, allowed(1, Charge.one("p", "a", MINUTE)));
        pass(Duration.ofMillis(1));
        assertEquals(1, allowed(2, Charge.one("p", "a", MINUTE)));
        pass(Duration.ofSeconds(30));
        assertEquals(30, allowed(100, Charge.one("p", "a", MINUTE)));
        pass(Duration.ofDays(1));
        assertEquals(60, allowed(100, Charge.one("p", "a", MINUTE)));
    }

    @Test
    void eachSubjectAndEachPolicyHasItsOwnQuota() {
        assertEquals(60, allowed(100, Charge.one("p", "a", MINUTE)));

        assertEquals(60, allowed(100, Charge.one("p", "b", MINUTE)));
        assertEquals(60, allowed(100, Charge.one("q", "a", MINUTE)));
    }

    @Test
    void whatOneQuotaRefusesCostsTheOthersNothing() {
        List<Charge> both = List.of(Charge.one("p", "a", MINUTE), Charge.one("q", "a", DAY));
        IntStream.range(0, 5).forEach(_ -> assertTrue(counters.decide(both).allowed()));

        Verdict sixth = counters.decide(both);

        assertFalse(sixth.allowed());
        assertEquals(List.of("q"), policies(sixth.violated()));
        assertEquals(55, allowed(100, Charge.one("p", "a", MINUTE)));
    }

    @Test
    void tellsWhatIsLeftAndWhenThereIsMore() {
        Verdict first = counters.decide(List.of(Charge.one("p", "a", DAY)));
        pass(Duration.ofHours(1));
        Verdict second = counters.decide(List.of(Charge.one("p", "a", DAY)));

        assertEquals(4, first.standings().getFirst().left());
        assertEquals(
                Duration.ofDays(1).dividedBy(5), first.standings().getFirst().more());
        assertEquals(3, second.standings().getFirst().left());
        assertEquals(
                Duration.ofDays(1).dividedBy(5).minusHours(1),
                second.standings().getFirst().more());
        assertEquals(Duration.ZERO, second.retryAfter());
    }

    @Test
    void whoeverWaitsAsLongAsToldIsNotTooEarly() {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            Quota quota = new Quota(1 + random.nextInt(90), Duration.ofSeconds(1 + random.nextInt(100)));
            Charge charge = new Charge("p", "s" + i, quota, quota, 1 + random.nextInt(5));
            Verdict verdict = counters.decide(List.of(charge));
            while (verdict.allowed()) {
                verdict = counters.decide(List.of(charge));
            }

            pass(verdict.retryAfter());

            assertTrue(counters.decide(List.of(charge)).allowed(), charge.toString());
        }
    }

    @Test
    void noQuotaGivesMoreThanItsAmountAtOnce() {
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            Quota quota = new Quota(1 + random.nextInt(2_000), Duration.ofSeconds(1 + random.nextInt(90_000)));

            assertEquals(quota.amount(), allowed(2_100, Charge.one("p", "s" + i, quota)), quota.toString());
        }
    }

    @Test
    void aCostIsCountedAsWhatItIs() {
        Quota bytes = Quota.of("1M/1D");

        assertEquals(4, allowed(10, new Charge("p", "a", bytes, bytes, 256 << 10)));
    }

    @Test
    void whatIsLargerThanTheQuotaTakesAllOfIt() {
        Quota bytes = Quota.of("1M/1D");
        Charge large = new Charge("p", "a", bytes, bytes, 5 << 20);

        assertEquals(1, allowed(2, large));
        pass(Duration.ofDays(1));
        assertEquals(1, allowed(2, large));
    }

    @Test
    void refusesWithoutAskingOnlyWhatTheSharedCountRefuses() {
        List<Charge> charges = List.of(Charge.one("p", "a", MINUTE));
        long redisNow = 1_764_300_000_000_000L;
        long full = redisNow + Duration.ofMinutes(1).toNanos() / 1_000;

        assertEquals(Optional.empty(), counters.refusal(charges));
        counters.learn(charges, new GcraScript.Answer(1, redisNow, List.of(full)), now.get());

        assertEquals(
                Duration.ofSeconds(1), counters.refusal(charges).orElseThrow().retryAfter());
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), counters.refusal(charges));
    }

    private static List<String> policies(List<Standing> standings) {
        return standings.stream().map(standing -> standing.charge().policy()).toList();
    }

    private long allowed(int attempts, Charge charge) {
        return IntStream.range(0, attempts)
                .filter(_ -> counters.decide(List.of(charge)).allowed())
                .count();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos() / 1_000);
    }
}
