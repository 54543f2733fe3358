package dev.atrium.gateway.upkeep;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoundsTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger begun = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aRoundBeginsWhenTheOneBeforeHasEnded() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        AtomicInteger ticks = new AtomicInteger();
        rounds(() -> {
            begun.incrementAndGet();
            return Uni.createFrom().completionStage(end);
        });
        vertx.setPeriodic(1, _ -> ticks.incrementAndGet());

        await().until(() -> ticks.get() > 20);
        assertEquals(1, begun.get());
        end.complete(null);

        await().until(() -> begun.get() > 1);
    }

    @Test
    void aRoundThatFailsInWhicheverWayIsToldAndTheNextOneComes() {
        rounds(() -> {
            if (begun.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("at once");
            }
            return Uni.createFrom().failure(new IllegalStateException("later"));
        });

        await().until(() -> failures.size() >= 4);
        assertTrue(failures.containsAll(List.of("at once", "later")));
    }

    private void rounds(Supplier<Uni<?>> round) {
        new Rounds(vertx, OFTEN, round, failure -> failures.add(String.valueOf(failure.getMessage()))).start();
    }
}
