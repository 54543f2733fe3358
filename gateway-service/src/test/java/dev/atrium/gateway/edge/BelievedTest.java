package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BelievedTest {

    private static final Duration FRESH = Duration.ofMillis(900);

    private final IllegalStateException away = new IllegalStateException("away");

    private final AtomicLong nanos = new AtomicLong();
    private final List<CompletableFuture<String>> readings = new ArrayList<>();
    private Believed<String, String> believed = believed(Duration.ofMinutes(1));

    @Test
    void whatIsFreshIsNotReadAgain() {
        read("a");

        pass(FRESH.minusMillis(1));

        get().assertItem("a");
        assertEquals(1, readings.size());
    }

    @Test
    void whatIsOldIsReadOnceForAllWhoWait() {
        read("a");
        pass(FRESH);

        UniAssertSubscriber<String> one = get();
        UniAssertSubscriber<String> other = get();
        readings.getLast().complete("b");

        one.assertItem("b");
        other.assertItem("b");
        assertEquals(2, readings.size());
    }

    @Test
    void whatCannotBeReadIsBelievedForAMinuteAndTriedEachTimeItIsOld() {
        read("a");

        for (int i = 1; i <= 66; i++) {
            pass(FRESH);
            UniAssertSubscriber<String> waiting = get();
            readings.getLast().completeExceptionally(away);
            waiting.assertItem("a");
            assertEquals(1 + i, readings.size());
        }
        pass(FRESH);
        UniAssertSubscriber<String> late = get();
        readings.getLast().completeExceptionally(away);

        assertSame(away, late.getFailure());
    }

    @Test
    void byASettingNothingIsBelievedThatCannotBeRead() {
        believed = believed(Duration.ZERO);
        read("a");
        pass(FRESH);

        UniAssertSubscriber<String> waiting = get();
        readings.getLast().completeExceptionally(away);

        assertSame(away, waiting.getFailure());
    }

    @Test
    void aReadingThatSucceedsEndsTheBeliefInWhatWasBefore() {
        read("a");
        pass(FRESH);
        get();
        readings.getLast().completeExceptionally(away);
        pass(FRESH);

        get();
        readings.getLast().complete("b");

        get().assertItem("b");
    }

    @Test
    void whatWasNeverReadFailsAndIsReadAgain() {
        UniAssertSubscriber<String> first = get();
        readings.getLast().completeExceptionally(away);

        assertSame(away, first.getFailure());
        read("a");
        assertEquals(2, readings.size());
    }

    @Test
    void whatIsForgottenIsNotBelievedAlsoIfItWasBeingRead() {
        read("a");
        pass(FRESH);
        get();

        believed.forget(List.of("key"));
        readings.getLast().complete("a");
        UniAssertSubscriber<String> after = get();
        readings.getLast().completeExceptionally(away);

        assertEquals(3, readings.size());
        assertSame(away, after.getFailure());
    }

    private Believed<String, String> believed(Duration unread) {
        return new Believed<>("letters", FRESH, unread, 10, this::reading, nanos::get);
    }

    private Uni<String> reading(String key) {
        CompletableFuture<String> reading = new CompletableFuture<>();
        readings.add(reading);
        return Uni.createFrom().completionStage(reading);
    }

    private UniAssertSubscriber<String> get() {
        return believed.get("key").subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private void read(String value) {
        UniAssertSubscriber<String> waiting = get();
        readings.getLast().complete(value);
        waiting.assertItem(value);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
