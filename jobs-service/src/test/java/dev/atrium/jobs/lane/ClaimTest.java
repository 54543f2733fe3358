package dev.atrium.jobs.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.jobs.sql.Sql;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class ClaimTest {

    private static final int PLACES = 4;

    @Inject
    Database database;

    private final String tenant = Api.freshTenant();

    /// The planner's choice depends on statistics, so it is told: this is the plan by which too many were taken once.
    @Test
    void takesNoMoreThanThereArePlacesWhateverThePlan() {
        List<String> claimed = claimed("set local enable_hashjoin = off; set local enable_mergejoin = off;"
                + " set local enable_material = off");

        assertEquals(inOrder(PLACES), claimed);
    }

    @Test
    void takesThoseWhoseTurnItIs() {
        assertEquals(inOrder(PLACES), claimed("set local enable_nestloop = off"));
    }

    @Test
    void whatHasBeenDueForTheLongestTimeIsTakenWhereverItStands() {
        List<String> claimed = claimed("set local enable_nestloop = off", false, connection -> {
            Sql.update(
                    connection,
                    "update execution_export set execution_time = execution_time - interval '100 years',"
                            + " priority = -2000000000 where task_instance = ?",
                    tenant + "/49");
        });

        assertEquals(tenant + "/49", claimed.getFirst());
        assertEquals(PLACES, claimed.size());
    }

    @Test
    void oneTakeOfEightGoesByTime() {
        assertEquals(
                List.of(8, 16),
                IntStream.rangeClosed(1, 16)
                        .filter(take -> !Claim.isByTurns(take))
                        .boxed()
                        .toList());
        assertFalse(Claim.isByTurns(Integer.MIN_VALUE));
    }

    private List<String> claimed(String plan) {
        return claimed(plan, true, _ -> {});
    }

    @FunctionalInterface
    private interface Change {
        void on(Connection connection) throws SQLException;
    }

    /// All of it is undone, and seen by nobody else.
    private List<String> claimed(String plan, boolean byTurns, Change change) {
        List<String> claimed = new ArrayList<>();
        try {
            database.transaction(tenant, connection -> {
                Instant now = Instant.now();
                Turns.schedule(connection, "export", inOrder(50), Turns.Urgency.NORMAL, now);
                // Before whatever others have left there.
                Sql.update(
                        connection,
                        "update execution_export set priority = priority + 1000000 where tenant = ?",
                        tenant);
                change.on(connection);
                for (String setting : plan.split("; ")) {
                    Sql.update(connection, setting);
                }
                claimed.addAll(Sql.query(
                        connection,
                        Claim.sql("execution_export", byTurns, PLACES),
                        row -> row.getString("task_instance"),
                        "node",
                        now,
                        now));
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException _) {
            return claimed;
        }
        return List.of();
    }

    private List<String> inOrder(int count) {
        return IntStream.range(0, count).mapToObj(i -> tenant + "/" + i).toList();
    }
}
