package dev.atrium.gateway.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class UpkeepTest {

    private record Named(String name, Supplier<Uni<?>> work) implements Chore {
        @Override
        public Uni<?> run() {
            return work.get();
        }
    }

    @Test
    void aChoreThatFailsInWhicheverWayKeepsNoOther() {
        List<String> done = new ArrayList<>();
        Chore throwing = new Named("throwing", () -> {
            throw new IllegalStateException("at once");
        });
        Chore failing = new Named("failing", () -> Uni.createFrom().failure(new IllegalStateException("later")));
        Chore fine = new Named("fine", () -> Uni.createFrom().item(() -> done.add("fine")));
        Vertx vertx = Vertx.vertx();

        new Upkeep(List.of(throwing, failing, fine), vertx).runAll();

        assertEquals(List.of("fine"), done);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
