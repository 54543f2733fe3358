package dev.atrium.gateway.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class IntakeTest {

    @Inject
    Intake intake;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    private final AtomicInteger times = new AtomicInteger();

    @Test
    void whatIsTooSlowIsWaitedFor() throws Exception {
        String item = patiently(() -> times.incrementAndGet() < 4
                ? tooSlow().replaceWith("slow")
                : Uni.createFrom().item("done"));

        assertEquals("done", item);
    }

    @Test
    void whatFailsForAnotherReasonIsTheCallersConcern() {
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> patiently(() -> {
                    times.incrementAndGet();
                    return pool.query("select 1 / 0").execute();
                }));

        assertInstanceOf(PgException.class, failure.getCause());
        assertEquals(1, times.get());
    }

    @Test
    void anOutageIsWaitedFor() throws Exception {
        String item = patiently(() -> times.incrementAndGet() < 4
                ? Uni.createFrom().failure(new ConnectException("away"))
                : Uni.createFrom().item("done"));

        assertEquals("done", item);
    }

    private Uni<RowSet<Row>> tooSlow() {
        return pool.withTransaction(connection -> connection
                .query("set local statement_timeout = 20")
                .execute()
                .chain(() -> connection.query("select pg_sleep(60)").execute()));
    }

    private <T> T patiently(Supplier<Uni<? extends T>> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(_ -> intake.<T>patiently("test", task)
                        .subscribe()
                        .with(result::complete, result::completeExceptionally));
        return result.get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
    }
}
