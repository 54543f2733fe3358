package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CoalescerTest {

    private static final List<Charge> MINE = charges("mine");

    private final List<Integer> asked = new ArrayList<>();
    private final Queue<Promise<List<Verdict>>> onTheirWay = new ArrayDeque<>();
    private final Coalescer coalescer = new Coalescer((_, times) -> {
        asked.add(times);
        Promise<List<Verdict>> promise = Promise.promise();
        onTheirWay.add(promise);
        return promise.future();
    });

    @Test
    void whoComesMeanwhileIsAskedAboutTogether() {
        Future<Verdict> first = coalescer.join(MINE);
        List<Future<Verdict>> others =
                IntStream.range(0, 3).mapToObj(_ -> coalescer.join(MINE)).toList();
        assertEquals(List.of(1), asked);

        answer(verdict(true));
        assertTrue(first.result().allowed());
        assertFalse(others.getFirst().isComplete());
        assertEquals(List.of(1, 3), asked);

        answer(verdict(true), verdict(true), verdict(false));
        assertEquals(
                List.of(true, true, false),
                others.stream().map(other -> other.result().allowed()).toList());
    }

    @Test
    void whoComesAloneWaitsForNobody() {
        Future<Verdict> _ = coalescer.join(MINE);
        answer(verdict(true));

        Future<Verdict> later = coalescer.join(MINE);
        answer(verdict(true));

        assertTrue(later.isComplete());
        assertEquals(List.of(1, 1), asked);
    }

    @Test
    void whoAsksForSomethingElseIsNotHeldUp() {
        Future<Verdict> _ = coalescer.join(MINE);
        Future<Verdict> _ = coalescer.join(charges("another's"));

        assertEquals(List.of(1, 1), asked);
    }

    @Test
    void nobodyWaitsForEverBehindAQuestionThatFails() {
        Future<Verdict> first = coalescer.join(MINE);
        Future<Verdict> second = coalescer.join(MINE);
        Objects.requireNonNull(onTheirWay.poll()).fail("away");
        Future<Verdict> third = coalescer.join(MINE);
        Objects.requireNonNull(onTheirWay.poll()).fail("away");
        answer(verdict(true));

        assertTrue(first.failed());
        assertTrue(second.failed());
        assertTrue(third.result().allowed());
    }

    @Test
    void nobodyWaitsForEverBehindAQuestionThatCannotBeAsked() {
        Coalescer broken = new Coalescer((_, _) -> {
            throw new IllegalStateException("closed");
        });

        assertTrue(broken.join(MINE).failed());
        assertTrue(broken.join(MINE).failed());
    }

    private void answer(Verdict... verdicts) {
        Objects.requireNonNull(onTheirWay.poll()).complete(List.of(verdicts));
    }

    private static Verdict verdict(boolean allowed) {
        return new Verdict(allowed, List.of());
    }

    private static List<Charge> charges(String subject) {
        return List.of(Charge.one("requests", subject, Quota.of("60/1M")));
    }
}
