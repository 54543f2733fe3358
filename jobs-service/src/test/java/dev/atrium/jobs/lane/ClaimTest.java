package dev.atrium.jobs.lane;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.sql.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class ClaimTest {

    private static final int PLACES = 4;

    @Inject
    Database database;

    @Inject
    DataSource dataSource;

    private final String tenant = Api.freshTenant();
    private final String other = Api.freshTenant();

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
        List<String> claimed = claimed(Claim.Order.OLDEST, new Places(PLACES, Map.of()), connection -> {
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
    void aPartyGetsNoMorePlacesThanItMayHave() {
        Places places = new Places(3, Map.of());
        places.take(new Places.Holder(tenant, null));

        assertEquals(inOrder(2), claimed(Claim.Order.TURNS, places, _ -> {}));
    }

    @Test
    void whoeverComesBehindAPartyThatHasAllItsPlacesIsTaken() {
        Places places = new Places(1, Map.of());
        places.take(new Places.Holder(tenant, null));

        List<String> claimed = claimed(Claim.Order.TURNS_OF_OTHERS, places, this::addOther);

        assertEquals(
                List.of(other + "/1"), claimed.stream().filter(this::isOurs).toList());
    }

    @Test
    void aTypeGetsNoMorePlacesThanItMayHave() {
        Places places = new Places(PLACES, Map.of("long", 1));

        List<String> claimed = claimed(Claim.Order.TURNS, places, connection -> {
            Sql.update(connection, "update execution_export set type = 'long' where party = ?", tenant);
            addOther(connection);
        });

        assertEquals(List.of(tenant + "/0", other + "/1"), claimed);
    }

    @Test
    void whatHasNoTurnIsTakenByTimeOnly() {
        Change longAgo = connection ->
                Turns.sleep(connection, "export", Map.of(tenant + "/40", Instant.parse("1926-11-29T12:00:00Z")));

        assertEquals(inOrder(PLACES), claimed(Claim.Order.TURNS, new Places(PLACES, Map.of()), longAgo));
        assertEquals(
                tenant + "/40",
                claimed(Claim.Order.OLDEST, new Places(PLACES, Map.of()), longAgo)
                        .getFirst());
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

    /// They stand in years to come, where the lane itself does not look.
    @Test
    void nodesTakeNoMoreThanTheirMostTogetherAlsoAtTheSameTime() throws Exception {
        Instant then = Instant.now().plus(Duration.ofDays(3_650));
        SharedPlaces shared = new SharedPlaces(dataSource, "export", 3 + (int) running());
        database.transaction(tenant, connection -> {
            List<Turns.Entry> entries = IntStream.range(0, 9)
                    .mapToObj(i -> new Turns.Entry(tenant + "/" + i, i % 2 == 0 ? tenant : other))
                    .toList();
            return schedule(connection, entries, then);
        });
        try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SharedPlaces.Taken> second = database.transaction(tenant, connection -> {
                assertEquals(inOrder(2), ids(take(shared, connection, then, 2)));
                Future<SharedPlaces.Taken> waits =
                        nodes.submit(() -> database.transaction(tenant, own -> take(shared, own, then, PLACES)));
                await().until(() -> database.number(
                                tenant, "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                        >= 1);
                return waits;
            });

            assertEquals(List.of(tenant + "/2"), ids(second.get()));
            assertEquals(1, second.get().limit());
            assertEquals(0, taken(shared, then).limit());
            database.update(tenant, "delete from execution_export where task_instance = ?", tenant + "/0");
            assertEquals(List.of(tenant + "/3"), ids(taken(shared, then)));
        } finally {
            database.update(tenant, "delete from execution_export where party in (?, ?)", tenant, other);
        }
    }

    /// However many nodes there are, and however long it takes.
    @Test
    void aPartyLeavesAPlaceOfAllNodesToOthers() {
        Instant then = Instant.now().plus(Duration.ofDays(3_650));
        SharedPlaces shared = new SharedPlaces(dataSource, "export", 3);
        database.transaction(tenant, connection -> {
            List<Turns.Entry> entries = new ArrayList<>(
                    inOrder(9).stream().map(id -> new Turns.Entry(id, tenant)).toList());
            entries.add(new Turns.Entry(tenant + "/9", other));
            return schedule(connection, entries, then);
        });
        try {
            assertEquals(inOrder(2), ids(taken(shared, then)));
            SharedPlaces.Taken ofAnotherNode = taken(shared, then);

            assertEquals(List.of(tenant + "/9"), ids(ofAnotherNode));
            assertEquals(List.of(tenant), ofAnotherNode.standing().fullParties());
        } finally {
            database.update(tenant, "delete from execution_export where party in (?, ?)", tenant, other);
        }
    }

    /// Before whatever others have left there, one behind the other.
    private int schedule(Connection connection, List<Turns.Entry> entries, Instant then) throws SQLException {
        Turns.schedule(connection, "export", entries, Turns.Urgency.NORMAL, then);
        return Sql.update(
                connection,
                "update execution_export set priority = 2000000 - split_part(task_instance, '/', 2)::int"
                        + " where party in (?, ?)",
                tenant,
                other);
    }

    private SharedPlaces.Taken taken(SharedPlaces shared, Instant then) {
        return database.transaction(tenant, connection -> take(shared, connection, then, PLACES));
    }

    private static SharedPlaces.Taken take(SharedPlaces shared, Connection connection, Instant then, int limit)
            throws SQLException {
        Places.Standing standing = new Places(PLACES, Map.of()).standing();
        return shared.take(connection, Claim.Order.TURNS, standing, "node", then, limit);
    }

    private static List<String> ids(SharedPlaces.Taken taken) {
        return taken.executions().stream()
                .map(execution -> execution.taskInstance.getId())
                .toList();
    }

    private long running() {
        return database.transaction(tenant, connection -> Lane.running(connection, "export"));
    }

    private List<String> claimed(String plan) {
        return claimed(Claim.Order.TURNS, new Places(PLACES, Map.of()), connection -> {
            for (String setting : plan.split("; ")) {
                Sql.update(connection, setting);
            }
        });
    }

    @FunctionalInterface
    private interface Change {
        void on(Connection connection) throws SQLException;
    }

    /// All of it is undone, and seen by nobody else.
    private List<String> claimed(Claim.Order order, Places places, Change change) {
        List<String> claimed = new ArrayList<>();
        try {
            database.transaction(tenant, connection -> {
                Instant now = Instant.now();
                List<Turns.Entry> entries = inOrder(50).stream()
                        .map(id -> new Turns.Entry(id, tenant))
                        .toList();
                Turns.schedule(connection, "export", entries, Turns.Urgency.NORMAL, now);
                // Before whatever others have left there.
                Sql.update(
                        connection,
                        "update execution_export set priority = priority + 1000000 where party = ?",
                        tenant);
                change.on(connection);
                Places.Standing standing = places.standing();
                claimed.addAll(Sql.query(
                        connection,
                        Claim.byTurns("execution_export", order, standing.mostOfAParty(), PLACES),
                        row -> row.getString("task_instance"),
                        Claim.parameters(connection, "node", now, standing).toArray()));
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException _) {
            return claimed;
        }
        return List.of();
    }

    /// In the third turn of the tenant's.
    private void addOther(Connection connection) throws SQLException {
        Turns.schedule(
                connection,
                "export",
                List.of(new Turns.Entry(other + "/1", other)),
                Turns.Urgency.NORMAL,
                Instant.now().minusSeconds(1));
        Sql.update(
                connection,
                "update execution_export set priority = (select priority from execution_export where task_instance = ?)"
                        + " where party = ?",
                tenant + "/2",
                other);
    }

    private boolean isOurs(String execution) {
        return execution.startsWith(tenant) || execution.startsWith(other);
    }

    private List<String> inOrder(int count) {
        return IntStream.range(0, count).mapToObj(i -> tenant + "/" + i).toList();
    }
}
