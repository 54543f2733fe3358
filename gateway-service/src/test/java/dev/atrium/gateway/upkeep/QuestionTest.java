package dev.atrium.gateway.upkeep;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.gateway.testing.Database;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class QuestionTest {

    @Inject
    Pool pool;

    @Test
    void theDatabaseStopsToLookForAnAnswerThatNobodyWaitsFor() {
        assertThrows(
                RuntimeException.class,
                () -> Question.ask(
                                pool,
                                "select pg_sleep(3600), 'a question of this test'",
                                Tuple.tuple(),
                                Duration.ofMillis(100))
                        .await()
                        .atMost(Patience.USUAL));

        await().until(() -> Database.textAsApplication("select count(*) from pg_stat_activity where state = 'active'"
                        + " and pid <> pg_backend_pid() and query like '%a question of this test%'")
                .equals("0"));
    }

    @Test
    void anAnswerInTimeIsGiven() {
        int answer = Question.ask(pool, "select $1::int as number", Tuple.of(7), Patience.USUAL)
                .await()
                .atMost(Patience.USUAL)
                .iterator()
                .next()
                .getInteger("number");

        assertEquals(7, answer);
    }
}
