package dev.atrium.jobs.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.lane.Turns.Urgency;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Turns of what waits for its time. The rows of the lane are put away for it; everything is undone.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class TurnsTest {

    private static final String LANE = "export";
    private static final String LAST_OF_A_BACKLOG = "a/last";

    @Inject
    Database database;

    private final Instant now = Instant.now();
    private final Instant past = now.minusSeconds(60);

    /// Undoes the transaction, whose rows nobody else may see.
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void whoStartsIsNotBehindTheSleepersOfTwoOthers() {
        List<String> order = order(connection -> {
            for (int i = 0; i < 400; i++) {
                later(connection, "a", Urgency.HIGH, past.plusMillis(i));
                later(connection, "b", Urgency.HIGH, past.plusMillis(i));
            }
            Turns.wake(connection, LANE, now);
            add(connection, "c", 1, Urgency.NORMAL);
        });

        assertEquals(List.of("a!", "b!", "c", "a!", "b!"), order.subList(0, 5));
        assertEquals(801, order.size());
    }

    @Test
    void oneLookWakesABoundedNumberAndTheOldestFirst() {
        List<String> order = order(connection -> {
            for (int i = 0; i < Turns.MOST_AT_ONCE; i++) {
                later(connection, "a", Urgency.NORMAL, past);
            }
            later(connection, "b", Urgency.NORMAL, past.plusSeconds(1));
            later(connection, "c", Urgency.NORMAL, now.plusSeconds(1));
            assertEquals(Turns.MOST_AT_ONCE, Turns.wake(connection, LANE, now));
            assertEquals(List.of("b", "c"), withoutTurn(connection));
            assertEquals(1, Turns.wake(connection, LANE, now));
            assertEquals(0, Turns.wake(connection, LANE, now));
            assertEquals(List.of("c"), withoutTurn(connection));
        });

        assertEquals(Turns.MOST_AT_ONCE + 1, order.size());
        assertEquals("b", order.get(1));
    }

    /// Its number was that of a lane which has been empty since.
    @Test
    void oldRetryDoesNotHoldItsPartysNewOnesBack() {
        List<String> order = order(connection -> {
            leaveTheLastOfABacklog(connection);
            Turns.sleep(connection, LANE, Map.of(LAST_OF_A_BACKLOG, past));
            add(connection, "b", 50, Urgency.NORMAL);
            Turns.wake(connection, LANE, now);
            add(connection, "a", 1, Urgency.NORMAL);
        });

        assertEquals(List.of("a", "b", "a", "b", "b"), order.subList(0, 5));
    }

    @Test
    void whatRunsSinceAnotherTimeDoesNotHoldItsPartysNewOnesBack() {
        List<String> order = order(connection -> {
            leaveTheLastOfABacklog(connection);
            Sql.update(connection, "update execution_export set picked = true");
            add(connection, "b", 50, Urgency.NORMAL);
            add(connection, "a", 1, Urgency.NORMAL);
        });

        assertEquals(List.of("a", "b", "b"), order.subList(0, 3));
    }

    @Test
    void oldRetryIsNotBeforeAllThatWait() {
        List<String> order = order(connection -> {
            add(connection, "a", 1, Urgency.NORMAL);
            sleepAll(connection);
            add(connection, "b", 50, Urgency.NORMAL);
            Sql.update(connection, "delete from execution_export where priority > -40");
            Turns.wake(connection, LANE, now);
            add(connection, "c", 4, Urgency.NORMAL);
        });

        assertEquals(List.of("a", "b", "c", "b", "c"), order.subList(0, 5));
    }

    @Test
    void urgentOneThatRunsHasHadItsPlaceInTheTurn() {
        List<String> order = order(connection -> {
            add(connection, "a", 1, Urgency.HIGH);
            Sql.update(connection, "update execution_export set picked = true");
            add(connection, "b", 2, Urgency.NORMAL);
            add(connection, "a", 1, Urgency.HIGH);
        });

        assertEquals(List.of("b", "a!", "b"), order);
    }

    @Test
    void whatWaitsStaysAsUrgentAsItIs() {
        List<String> order = order(connection -> {
            add(connection, "a", 1, Urgency.LOW);
            add(connection, "b", 1, Urgency.HIGH);
            later(connection, "c", Urgency.LOW, past);
            sleepAll(connection);
            // And again, without a turn in between.
            sleepAll(connection);
            add(connection, "a", 2, Urgency.NORMAL);
            add(connection, "b", 2, Urgency.NORMAL);
            Turns.wake(connection, LANE, now);
        });

        assertEquals(List.of("b!", "a", "b", "a", "b", "a", "c"), order);
    }

    @Test
    void whatAnOlderNodeAddedHasATurnLikeAllOthers() {
        List<String> order = order(connection -> {
            Sql.update(
                    connection,
                    "insert into execution_export (task_name, task_instance, execution_time, picked, version)"
                            + " values ('export', 'a/1', ?, false, 1)",
                    past);
            add(connection, "a", 1, Urgency.NORMAL);
            add(connection, "b", 1, Urgency.NORMAL);
            Turns.wake(connection, LANE, now);
        });

        assertEquals(List.of("a", "b", "a"), order);
    }

    @Test
    void whatIsHastenedHasItsTurnAtOnce() {
        List<String> order = order(connection -> {
            add(connection, "a", 2, Urgency.NORMAL);
            Turns.later(connection, LANE, Map.of(new Turns.Entry("b/1", "b"), now.plusSeconds(60)), Urgency.LOW);
            Turns.ensure(connection, LANE, List.of(new Turns.Entry("b/1", "b")), Urgency.HIGH, now);
        });

        assertEquals(List.of("b!", "a", "a"), order);
    }

    /// One of a hundred, behind which the lane ran empty.
    private void leaveTheLastOfABacklog(Connection connection) throws SQLException {
        add(connection, "a", 100, Urgency.NORMAL);
        Sql.update(connection, "delete from execution_export where priority > -198");
        Sql.update(connection, "update execution_export set task_instance = ?", LAST_OF_A_BACKLOG);
    }

    private void add(Connection connection, String party, int count, Urgency urgency) throws SQLException {
        List<Turns.Entry> entries =
                IntStream.range(0, count).mapToObj(_ -> entry(party)).toList();
        Turns.schedule(connection, LANE, entries, urgency, now);
    }

    private static void later(Connection connection, String party, Urgency urgency, Instant at) throws SQLException {
        Turns.later(connection, LANE, Map.of(entry(party), at), urgency);
    }

    private static Turns.Entry entry(String party) {
        return new Turns.Entry(party + "/" + Ids.next(), party);
    }

    private void sleepAll(Connection connection) throws SQLException {
        for (String id : Sql.query(connection, "select task_instance from execution_export", row -> row.getString(1))) {
            Turns.sleep(connection, LANE, Map.of(id, past));
        }
    }

    private static List<String> withoutTurn(Connection connection) throws SQLException {
        return Sql.query(
                connection,
                "select party from execution_export where priority is null order by party",
                row -> row.getString(1));
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    /// The parties in the order of their turns, those of urgent ones with a mark.
    private List<String> order(Work work) {
        List<String> parties = new ArrayList<>();
        try {
            database.transaction(Api.freshTenant(), connection -> {
                Sql.update(connection, "lock table execution_export in exclusive mode");
                Sql.update(connection, "delete from execution_export");
                work.on(connection);
                parties.addAll(Sql.query(
                        connection,
                        "select " + Party.SQL + " || case when priority % 2 = 0 then '' else '!' end"
                                + " from execution_export where not picked and priority is not null"
                                + " order by priority desc, execution_time, party",
                        row -> row.getString(1)));
                throw new RolledBack();
            });
        } catch (RolledBack _) {
            return parties;
        }
        return List.of();
    }
}
