package dev.atrium.jobs.workflow;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.LaneConfig;
import dev.atrium.jobs.retry.Backoff;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class WorkflowEngineTest {

    private static final StepPolicy HASTY =
            new StepPolicy(3, new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)), Duration.ofSeconds(1));

    @Inject
    WorkflowEngine engine;

    @Inject
    Scenario scenario;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    @Inject
    DataSource dataSource;

    @Inject
    LaneConfig laneConfig;

    private static final StepPolicy PATIENT =
            new StepPolicy(1, new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)), Duration.ofMinutes(1));

    private final String tenant = Api.freshTenant();
    private final String id = Ids.next().toString();

    @Test
    void finishedStepsAreNotRunAgain() {
        AtomicInteger firstStep = new AtomicInteger();
        scenario.on(id, (steps, _) -> {
            int drawn = steps.run("draw", Integer.class, () -> 40 + firstStep.incrementAndGet());
            steps.run("flaky", () -> failUntil(3));
            return drawn;
        });

        start();

        awaitStatus("complete");
        assertEquals("41", column("result"));
        assertEquals(1, firstStep.get());
        assertEquals(List.of("draw complete 1", "flaky complete 3"), steps());
    }

    private final AtomicInteger failures = new AtomicInteger();

    private void failUntil(int attempt) {
        if (failures.incrementAndGet() < attempt) {
            throw new RetryableException("not yet", new IllegalStateException("internal"));
        }
    }

    @Test
    void adminsAreToldWhatFailsOfAScheduleWhoseOwnerHasLeft() {
        database.update(
                tenant,
                "insert into member (tenant, subject, role) values (?, 'user:boss', 'owner'), (?, 'user:ed', 'editor')",
                tenant,
                tenant);
        database.update(tenant, "insert into departure (tenant, subject, at) values (?, 'user:a', now())", tenant);
        scenario.on(id, (_, _) -> {
            throw new NonRetryableException("whoever asked for it may not do that any more");
        });
        WorkflowKey key = new WorkflowKey(new TenantId(tenant), WorkflowKey.SCHEDULED + "nightly." + id);

        database.transaction(
                tenant,
                connection ->
                        engine.start(connection, new Start(key, Scenario.TYPE, "user:a", new Scenario.Input(id))));
        engine.wake();

        await().until(() -> database.number(tenant, "select count(*) from notification") > 0);
        assertEquals(
                "user:boss scenario has failed /?inbox",
                database.text(
                        tenant, "select string_agg(recipient || ' ' || title || ' ' || link, ', ') from notification"));
    }

    @Test
    void stepIsNotRunBeforeThePauseThatItAsksFor() {
        AtomicInteger tries = new AtomicInteger();
        scenario.on(id, (steps, _) -> {
            steps.run("busy", () -> {
                tries.incrementAndGet();
                throw new RetryableException("the peer is busy", Duration.ofHours(1));
            });
            return null;
        });

        start();

        await().until(() -> database.number(
                        tenant,
                        "select count(*) from workflow_step where status = 'retrying'"
                                + " and next_attempt_at between now() + interval '58 minutes' and now() + interval '67 minutes'")
                == 1);
        assertEquals(1, tries.get());
    }

    @Test
    void writesOfAStepHappenOnceThoughItCrashedAfterThem() {
        AtomicInteger tries = new AtomicInteger();
        scenario.on(id, (steps, _) -> {
            steps.write("profile", connection -> {
                insertProfile(connection);
                if (tries.incrementAndGet() < 3) {
                    throw new IllegalStateException("crash between the write and the commit");
                }
            });
            return null;
        });

        start();

        awaitStatus("complete");
        assertEquals(3, tries.get());
        assertEquals(1, database.number(tenant, "select count(*) from recipient_profile"));
        assertEquals(List.of("profile complete 3"), steps());
    }

    @Test
    void instanceOfAKilledNodeGoesOnElsewhereWhereItStood() {
        AtomicInteger first = new AtomicInteger();
        CountDownLatch hang = new CountDownLatch(1);
        scenario.on(id, (steps, runs) -> {
            steps.run("first", () -> {
                first.incrementAndGet();
            });
            if (runs.get() == 1) {
                waitFor(hang);
            }
            steps.run("second", () -> {});
            return null;
        });
        start();
        await().until(() -> steps().equals(List.of("first complete 1")));

        // What the other nodes see of a node that was killed here.
        database.update(
                tenant,
                "update execution_workflow set last_heartbeat = ?, version = version + 1 where task_instance = ?",
                Instant.now().minusSeconds(30),
                tenant + "/" + id);

        awaitStatus("complete");
        hang.countDown();
        assertEquals(1, first.get());
        assertEquals(List.of("first complete 1", "second complete 1"), steps());
    }

    @Test
    void replacedRunHasNoFurtherEffect() {
        Semaphore oldOne = new Semaphore(0);
        AtomicInteger effects = new AtomicInteger();
        scenario.on(id, (steps, runs) -> {
            if (runs.get() == 1) {
                oldOne.acquireUninterruptibly();
            }
            steps.write("profile", connection -> {
                insertProfile(connection);
                effects.incrementAndGet();
            });
            return null;
        });
        start();
        await().until(() -> column("status").equals("running"));
        database.update(
                tenant,
                "update execution_workflow set last_heartbeat = ?, version = version + 1 where task_instance = ?",
                Instant.now().minusSeconds(30),
                tenant + "/" + id);
        awaitStatus("complete");

        oldOne.release();

        await().during(Duration.ofMillis(300)).until(() -> effects.get() == 1);
        assertEquals(1, database.number(tenant, "select count(*) from recipient_profile"));
        assertEquals(List.of("profile complete 1"), steps());
    }

    @Test
    void twoNodesDoNotRunAnInstanceTwice() {
        AtomicInteger effects = new AtomicInteger();
        int instances = 30;
        Lane.Kind kind = Lane.Kind.byTurns(WorkflowEngine.LANE, 20, 20, Map.of());
        try (Lane other = new Lane(dataSource, laneConfig, kind, engine::run)) {
            other.start();

            for (int i = 0; i < instances; i++) {
                String name = id + i;
                scenario.on(name, (steps, _) -> {
                    steps.run("one", () -> {
                        effects.incrementAndGet();
                    });
                    steps.run("two", () -> {
                        effects.incrementAndGet();
                    });
                    return null;
                });
                start(name, name);
                other.wake();
            }
            await().until(() ->
                    database.number(tenant, "select count(*) from workflow where status = 'complete'") == instances);
        }

        assertEquals(2 * instances, effects.get());
        assertEquals(2L * instances, database.number(tenant, "select count(*) from workflow_step"));
        assertEquals(0, database.number(tenant, "select count(*) from workflow_step where attempts > 1"));
    }

    @Test
    void longRunsOfOneTenantLeavePlacesToOthers() {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        int instances = 24;
        for (int i = 0; i < instances; i++) {
            scenario.on(id + i, (steps, _) -> {
                steps.with(PATIENT).run("long", () -> {
                    running.incrementAndGet();
                    over.await();
                });
                return null;
            });
            start(id + i, id + i);
        }
        await().until(() -> running.get() == 16);
        String other = Api.freshTenant();
        scenario.on(id, (_, _) -> null);
        WorkflowKey key = new WorkflowKey(new TenantId(other), id);

        database.transaction(
                other,
                connection ->
                        engine.start(connection, new Start(key, Scenario.TYPE, "user:a", new Scenario.Input(id))));
        engine.wake();

        await().until(() -> database.number(other, "select count(*) from workflow where status = 'complete'") == 1);
        assertEquals(16, running.get());
        over.countDown();
        await().until(() ->
                database.number(tenant, "select count(*) from workflow where status = 'complete'") == instances);
    }

    @Test
    void sleepersOfTwoTenantsThatWakeTogetherHoldNobodyElseUp() {
        int sleepers = 25;
        Semaphore mayEnd = new Semaphore(0);
        AtomicInteger awake = new AtomicInteger();
        List<String> flooding = List.of(tenant, Api.freshTenant());
        scenario.on(id + "nap", (steps, _) -> {
            steps.sleep("nap", Duration.ofHours(1));
            steps.with(PATIENT).run("long", () -> {
                awake.incrementAndGet();
                mayEnd.acquire();
            });
            return null;
        });
        for (String one : flooding) {
            database.transaction(one, connection -> {
                for (int i = 0; i < sleepers; i++) {
                    add(connection, one, id + i, id + "nap");
                }
                return one;
            });
        }
        engine.wake();
        flooding.forEach(one -> await().until(() ->
                database.number(one, "select count(*) from workflow where status = 'waiting'") == sleepers));
        wakeAll(flooding);
        // One of them has all the places that it may have.
        await().until(() -> awake.get() > 16);

        String other = Api.freshTenant();
        database.transaction(other, connection -> {
            add(connection, other, id, id);
            return other;
        });
        engine.wake();
        // It is not behind what one of them has in store, but may be behind what the other, which had fewer of the
        // places, has of the turns until now: not more than 16. Without turns it would be behind 30.
        mayEnd.release(20);

        await().until(() -> database.number(other, "select count(*) from workflow where status = 'complete'") == 1);
        mayEnd.release(2 * sleepers);
        flooding.forEach(one -> await().until(() ->
                database.number(one, "select count(*) from workflow where status = 'complete'") == sleepers));
    }

    private void wakeAll(List<String> tenants) {
        for (String one : tenants) {
            database.update(one, "update workflow_step set next_attempt_at = now() where next_attempt_at is not null");
        }
        database.update(
                tenant,
                "update execution_workflow set execution_time = now() where split_part(task_instance, '/', 1) = any(?)",
                (Object) tenants.toArray(String[]::new));
    }

    @Test
    void tenantsTakeTurnsAlsoWithWorkflows() {
        String other = Api.freshTenant();
        List<String> order = new ArrayList<>();
        database.transaction(tenant, connection -> {
            for (int i = 0; i < 3; i++) {
                add(connection, tenant, id + i, id);
            }
            TenantConnections.enter(connection, new TenantId(other));
            add(connection, other, id, id);
            order.addAll(Sql.query(
                    connection,
                    "select party from execution_workflow where party in (?, ?) order by priority desc, execution_time",
                    row -> row.getString("party"),
                    tenant,
                    other));
            connection.rollback();
            return order;
        });

        assertEquals(List.of(tenant, other, tenant, tenant), order);
    }

    private void add(Connection connection, String tenant, String instance, String input) throws SQLException {
        WorkflowKey key = new WorkflowKey(new TenantId(tenant), instance);
        var _ = engine.start(connection, new Start(key, Scenario.TYPE, "user:a", new Scenario.Input(input)));
    }

    @Test
    void stepThatIsTooSlowIsInterruptedAndRetried() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        scenario.on(id, (steps, _) -> {
            steps.with(HASTY).run("slow", () -> {
                if (tries.incrementAndGet() == 1) {
                    never.await();
                }
            });
            return null;
        });

        start();

        awaitStatus("complete");
        assertEquals(List.of("slow complete 2"), steps());
    }

    @Test
    void stepFailsAfterItsLastAttemptAndWithItTheInstance() {
        scenario.on(id, (steps, _) -> {
            steps.run("hopeless", () -> {
                throw new IllegalStateException("internal detail");
            });
            return null;
        });

        start();

        awaitStatus("failed");
        assertEquals("step hopeless: gave up after 4 attempts: an internal error", column("error"));
        assertEquals(List.of("hopeless failed 4"), steps());
    }

    @Test
    void stepThatWouldFailAgainFailsAtOnceAndCanBeDealtWith() {
        scenario.on(id, (steps, _) -> {
            try {
                steps.run("picky", () -> {
                    throw new NonRetryableException("not like this");
                });
                return "unreachable";
            } catch (StepFailedException e) {
                return steps.run("plan-b", String.class, () -> "instead of " + e.step() + ": " + e.reason());
            }
        });

        start();

        awaitStatus("complete");
        assertEquals("\"instead of picky: not like this\"", column("result"));
        assertEquals(List.of("picky failed 1", "plan-b complete 1"), steps());
    }

    @Test
    void methodThatCatchesEverythingStillWaitsForItsRetries() {
        scenario.on(id, (steps, _) -> {
            try {
                steps.run("flaky", () -> failUntil(2));
                return "ran";
            } catch (RuntimeException e) {
                return "gave up too early";
            }
        });

        start();

        awaitStatus("complete");
        assertEquals("\"ran\"", column("result"));
    }

    @Test
    void resultOfMoreThanAMebibyteIsRefused() {
        scenario.on(id, (steps, _) -> steps.run("large", String.class, () -> "x".repeat(1 << 20)));

        start();

        awaitStatus("failed");
        assertEquals("step large: its result is larger than 1048576 bytes", column("error"));
        assertEquals(List.of("large failed 1"), steps());
    }

    @Test
    void sameNameForTwoStepsIsAFaultOfTheWorkflow() {
        scenario.on(id, (steps, _) -> {
            steps.run("one", () -> {});
            steps.run("one", () -> {});
            return null;
        });

        start();

        awaitStatus("failed");
        assertEquals("an internal error", column("error"));
    }

    @Test
    void stepThatKillsItsNodesFailsInTheEnd() {
        scenario.on(id, (steps, _) -> {
            steps.run("deadly", () -> {});
            return null;
        });
        database.transaction(tenant, connection -> {
            Started started = start(connection, id, id);
            Sql.update(
                    connection,
                    "insert into workflow_step (tenant, workflow_id, name, position, status, attempts, started_at)"
                            + " values (?, ?, 'deadly', 0, 'running', 4, now())",
                    tenant,
                    id);
            return started;
        });
        engine.wake();

        awaitStatus("failed");
        assertEquals("step deadly: gave up: 4 attempts did not end", column("error"));
    }

    @Test
    void everyTransitionIsAnEventInOrder() {
        scenario.on(id, (steps, _) -> {
            steps.run("a", () -> {});
            steps.run("b", () -> failUntil(2));
            return null;
        });

        start();

        awaitStatus("complete");
        await().until(() -> kafka.changes(id).size() == 5);
        List<Event.WorkflowChanged> changes = kafka.changes(id);
        assertEquals(
                LongStream.rangeClosed(1, 5).boxed().toList(),
                changes.stream().map(Event.WorkflowChanged::sequence).toList());
        assertEquals(
                List.of("queued null", "running null", "running a", "running b", "complete null"),
                changes.stream()
                        .map(change -> change.status() + " " + change.step())
                        .toList());
        assertEquals(Scenario.TYPE, changes.getFirst().workflow());
        assertEquals(tenant, changes.getFirst().tenant().value());
    }

    @Test
    void sameStartStartsOnce() {
        scenario.on(id, (_, _) -> null);

        assertInstanceOf(Started.New.class, start(id, id));
        awaitStatus("complete");

        assertInstanceOf(Started.Before.class, start(id, id));
        assertInstanceOf(Started.Conflict.class, start(id, "another input"));
        assertEquals(1, database.number(tenant, "select count(*) from workflow"));
        await().until(() -> database.number(
                        tenant, "select count(*) from execution_workflow where task_instance like ?", tenant + "/%")
                == 0);
    }

    @Test
    void sameIdInAnotherTenantIsAnotherInstance() {
        start();
        String other = Api.freshTenant();

        Started started = database.transaction(
                other,
                connection -> engine.start(
                        connection,
                        new Start(
                                new WorkflowKey(new TenantId(other), id),
                                Scenario.TYPE,
                                "user:a",
                                new Scenario.Input("x"))));

        assertInstanceOf(Started.New.class, started);
        engine.wake();
        awaitStatus("complete");
    }

    @Test
    void unknownTypeIsNotStarted() {
        assertThrows(
                IllegalArgumentException.class,
                () -> database.transaction(
                        tenant,
                        connection -> engine.start(
                                connection, new Start(key(id), "unheard-of", "user:a", new Scenario.Input("x")))));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void insertProfile(Connection connection) throws SQLException {
        Sql.update(
                connection,
                "insert into recipient_profile (tenant, user_id, email, name, created_at, updated_at)"
                        + " values (?, ?, 'a@b.de', 'a', now(), now())",
                tenant,
                Ids.next().toString());
    }

    private void start() {
        start(id, id);
    }

    private Started start(String instance, String input) {
        Started started = database.transaction(tenant, connection -> start(connection, instance, input));
        engine.wake();
        return started;
    }

    private Started start(Connection connection, String instance, String input) throws SQLException {
        return engine.start(connection, new Start(key(instance), Scenario.TYPE, "user:a", new Scenario.Input(input)));
    }

    private WorkflowKey key(String instance) {
        return new WorkflowKey(new TenantId(tenant), instance);
    }

    private void awaitStatus(String status) {
        await().until(() -> column("status").equals(status));
    }

    private String column(String name) {
        return database.text(tenant, "select " + name + " from workflow where id = ?", id);
    }

    private List<String> steps() {
        return database.transaction(
                tenant,
                connection -> Sql.query(
                        connection,
                        "select name, status, attempts from workflow_step where workflow_id = ? order by position",
                        row -> row.getString("name") + " " + row.getString("status") + " " + row.getInt("attempts"),
                        id));
    }
}
