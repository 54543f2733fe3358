package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SharedTest {

    private final List<CompletableFuture<String>> begun = new ArrayList<>();
    private final Shared<String> shared = new Shared<>(
            Duration.ofMinutes(1),
            () -> Uni.createFrom().completionStage(() -> {
                CompletableFuture<String> work = new CompletableFuture<>();
                begun.add(work);
                return work;
            }));

    @Test
    void whoGoesAwayDoesNotCancelItForTheOthers() {
        UniAssertSubscriber<String> one = subscribe();
        UniAssertSubscriber<String> other = subscribe();

        one.cancel();
        begun.getFirst().complete("done");

        other.assertItem("done");
        assertEquals(1, begun.size());
    }

    @Test
    void aFailureIsTheWorksOwnAndIsNotKept() {
        UniAssertSubscriber<String> first = subscribe();
        IllegalStateException failure = new IllegalStateException("away");

        begun.getFirst().completeExceptionally(failure);
        UniAssertSubscriber<String> second = subscribe();
        begun.getLast().complete("done");

        assertSame(failure, first.getFailure());
        second.assertItem("done");
    }

    private UniAssertSubscriber<String> subscribe() {
        return shared.get().subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
