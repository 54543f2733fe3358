package dev.atrium.jobs.workflow;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.retry.Backoff;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Instances whose transitions share transactions.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class TogetherTransitionsTest {

    private static final int MANY = 60;
    private static final Backoff SOON = new Backoff(Duration.ofMillis(20), Duration.ofMillis(100));
    private static final StepPolicy PATIENT = new StepPolicy(3, SOON, Duration.ofMinutes(1));
    private static final StepPolicy HASTY = new StepPolicy(3, SOON, Duration.ofSeconds(1));

    @Inject
    WorkflowEngine engine;

    @Inject
    Scenario scenario;

    @Inject
    Database database;

    private Instances instances;
    private final CountDownLatch writeRuns = new CountDownLatch(1);
    private final CountDownLatch writeMayEnd = new CountDownLatch(1);

    @BeforeEach
    void freshTenant() {
        instances = Instances.fresh(engine, scenario, database);
    }

    @Test
    void eachInstanceHasAllOfItsTransitionsInOrder() {
        AtomicInteger drawn = new AtomicInteger();
        for (int i = 0; i < MANY; i++) {
            one(i).start((steps, _) -> {
                steps.run("draw", Integer.class, drawn::incrementAndGet);
                steps.parallel(Integer.class, branches());
                steps.write("profile", this::insertProfile);
                return null;
            });
        }

        await().until(() -> completed() == MANY);
        assertEquals(MANY, drawn.get());
        assertEquals(MANY, database.number(instances.tenant(), "select count(*) from recipient_profile"));
        instances.awaitNoExecution();
        assertEquals(
                0,
                database.number(instances.tenant(), "select count(*) from workflow_step where status <> 'complete'"));
        Map<String, List<Integer>> numbers = database.transaction(
                instances.tenant(),
                connection -> Sql.query(
                                connection,
                                "select workflow_id, sequence from workflow_history order by sequence",
                                row -> Map.entry(row.getString("workflow_id"), row.getInt("sequence")))
                        .stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
        assertEquals(MANY, numbers.size());
        List<Integer> all = IntStream.rangeClosed(1, 7).boxed().toList();
        numbers.values().forEach(its -> assertEquals(all, its));
    }

    private static SequencedMap<String, Steps.Action<Integer>> branches() {
        SequencedMap<String, Steps.Action<Integer>> branches = new LinkedHashMap<>();
        branches.put("left", () -> 1);
        branches.put("right", () -> 2);
        return branches;
    }

    @Test
    void oneThatSomebodyHoldsHoldsUpNoOther() throws Exception {
        Instances held = one(0);
        Instances free = one(1);
        held.start((steps, _) ->
                steps.waitFor("go", Object.class, Duration.ofDays(1)).isPresent());
        held.awaitStatus("waiting");
        CountDownLatch isHeld = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> holder = threads.submit(() -> database.transaction(instances.tenant(), connection -> {
                WorkflowTable.lock(connection, held.key(held.id()));
                isHeld.countDown();
                return waitFor(mayGoOn);
            }));
            isHeld.await();
            database.update(
                    instances.tenant(),
                    "update execution_workflow set execution_time = now() where task_instance = ?",
                    held.key(held.id()).toString());
            await().until(() -> isPicked(held));
            free.start((steps, _) -> {
                steps.run("draw", Integer.class, () -> 1);
                steps.write("profile", this::insertProfile);
                return null;
            });
            free.awaitStatus("complete");
            mayGoOn.countDown();
            holder.get();
        }

        held.send("go", "{}");
        held.awaitStatus("complete");
    }

    @Test
    void writeOfARunThatWasReplacedMeanwhileIsUndone() {
        AtomicInteger writes = new AtomicInteger();
        instances.start((steps, _) -> {
            steps.with(PATIENT).write("profile", connection -> {
                insertProfile(connection);
                if (writes.incrementAndGet() == 1) {
                    writeRuns.countDown();
                    waitFor(writeMayEnd);
                }
            });
            return null;
        });
        await().until(() -> writeRuns.getCount() == 0);

        // What the other nodes see of a node that was killed here.
        database.update(
                instances.tenant(),
                "update execution_workflow set last_heartbeat = ?, version = version + 1 where task_instance = ?",
                Instant.now().minusSeconds(30),
                instances.key(instances.id()).toString());
        instances.awaitStatus("complete");
        writeMayEnd.countDown();

        await().during(Duration.ofMillis(300)).until(() -> writes.get() == 2);
        assertEquals(1, database.number(instances.tenant(), "select count(*) from recipient_profile"));
        assertEquals(List.of("profile complete 1"), instances.steps());
        assertEquals(
                List.of("queued null null", "running null null", "running profile null", "complete null null"),
                instances.history());
    }

    @Test
    void pauseLetsAStepThatWritesEnd() {
        instances.start((steps, _) -> {
            steps.with(PATIENT).write("profile", connection -> {
                insertProfile(connection);
                writeRuns.countDown();
                waitFor(writeMayEnd);
            });
            steps.write("another", this::insertProfile);
            return null;
        });
        await().until(() -> writeRuns.getCount() == 0);

        instances.command(new Command.Pause());
        writeMayEnd.countDown();

        instances.awaitStatus("paused");
        assertEquals(List.of("profile complete 1"), instances.steps());
        instances.command(new Command.Resume());
        instances.awaitStatus("complete");
        assertEquals(2, database.number(instances.tenant(), "select count(*) from recipient_profile"));
    }

    @Test
    void stepThatWritesAndDoesNotEndInTimeIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        instances.start((steps, _) -> {
            steps.with(HASTY).write("profile", connection -> {
                if (tries.incrementAndGet() == 1) {
                    waitFor(writeMayEnd);
                }
                insertProfile(connection);
            });
            return null;
        });

        instances.awaitStatus("complete");
        writeMayEnd.countDown();
        assertEquals(1, database.number(instances.tenant(), "select count(*) from recipient_profile"));
        assertEquals(List.of("profile complete 2"), instances.steps());
    }

    @Test
    void sameStartByManyAtOnceStartsOnce() throws Exception {
        Caller caller = Api.user(instances.tenant(), "ada");
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> requests = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                requests.add(threads.submit(() -> Api.post(
                                caller,
                                "/api/workflow/start",
                                "{\"type\":\"reminder\",\"id\":\"tea\",\"input\":{\"text\":\"Tea\",\"after\":\"PT1H\"}}")
                        .statusCode()));
            }
            for (Future<Integer> request : requests) {
                answers.add(request.get());
            }
        }

        assertEquals(1, answers.stream().filter(status -> status == 202).count());
        assertEquals(19, answers.stream().filter(status -> status == 200).count());
        assertEquals(
                1, database.number(instances.tenant(), "select count(*) from workflow_history where sequence = 1"));
    }

    @Test
    void whatIsBeingForgottenIsNotRunAgain() {
        instances.start((_, _) -> null);
        instances.awaitStatus("complete");
        database.update(instances.tenant(), "update workflow set forgotten = true");

        assertEquals(new Commanded.Refused(WorkflowStatus.COMPLETE), instances.command(new Command.Restart(null)));
    }

    private boolean isPicked(Instances instance) {
        return database.number(
                        instance.tenant(),
                        "select count(*) from execution_workflow where task_instance = ? and picked",
                        instance.key(instance.id()).toString())
                == 1;
    }

    private Instances one(int number) {
        return new Instances(engine, scenario, database, instances.tenant(), instances.id() + "-" + number);
    }

    private long completed() {
        return database.number(instances.tenant(), "select count(*) from workflow where status = 'complete'");
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void insertProfile(Connection connection) throws SQLException {
        Sql.update(
                connection,
                "insert into recipient_profile (tenant, user_id, email, name, created_at, updated_at)"
                        + " values (?, ?, 'a@b.de', 'a', now(), now())",
                instances.tenant(),
                Ids.next().toString());
    }
}
