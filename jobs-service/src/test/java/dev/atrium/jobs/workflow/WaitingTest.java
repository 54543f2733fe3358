package dev.atrium.jobs.workflow;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.sql.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class WaitingTest {

    private static final Duration LONG = Duration.ofDays(300);

    @Inject
    WorkflowEngine engine;

    @Inject
    Scenario scenario;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private Instances instances;

    /// What an approval says.
    record Approval(String by) {}

    @BeforeEach
    void freshTenant() {
        instances = Instances.fresh(engine, scenario, database);
    }

    @Test
    void sleeperGoesOnWhenItsTimeHasCome() {
        Instant start = Instant.now();
        instances.start((steps, _) -> {
            steps.sleep("nap", Duration.ofMillis(300));
            return steps.run("after", String.class, () -> "awake");
        });

        instances.awaitStatus("complete");
        assertTrue(Duration.between(start, Instant.now()).toMillis() >= 300);
        assertEquals(List.of("nap complete 1", "after complete 1"), instances.steps());
        assertEquals(
                List.of(
                        "queued null null",
                        "running null null",
                        "waiting null null",
                        "running null null",
                        "running nap null",
                        "running after null",
                        "complete null null"),
                instances.history());
        await().until(() -> kafka.changes(instances.id()).size() == 7);
    }

    @Test
    void whoeverWouldSleepForTooLongHasFailed() {
        instances.start((steps, _) -> {
            steps.sleep("nap", Duration.ofDays(3_651));
            return null;
        });

        instances.awaitStatus("failed");
        assertEquals("it would wait for longer than PT87600H", instances.column("error"));
        assertEquals(List.of(), instances.steps());
    }

    @Test
    void eventWakesTheInstanceThatWaitsForIt() {
        instances.start((steps, _) -> decision(steps, LONG));
        instances.awaitStatus("waiting");

        assertEquals(Signalled.KEPT, instances.send("approved", "{\"by\":\"Ada\"}"));

        instances.awaitStatus("complete");
        assertEquals("\"Ada, user:b\"", instances.column("result"));
        instances.awaitNoExecution();
    }

    @Test
    void eventThatCameBeforeTheWaitIsKept() {
        scenario.on(instances.id(), (steps, _) -> {
            steps.sleep("nap", Duration.ofMillis(300));
            return decision(steps, LONG);
        });
        instances.start(Scenario.TYPE, instances.id());

        instances.send("approved", "{\"by\":\"Ada\"}");

        instances.awaitStatus("complete");
        assertEquals("\"Ada, user:b\"", instances.column("result"));
    }

    @Test
    void eventThatDoesNotComeInTimeIsAbsentForGood() {
        instances.start((steps, _) -> {
            String decision = decision(steps, Duration.ofMillis(200));
            steps.sleep("nap", Duration.ofMillis(200));
            return decision;
        });
        instances.awaitStatus("complete");

        assertEquals("\"nobody\"", instances.column("result"));
        assertEquals(Signalled.ENDED, instances.send("approved", "{}"));
    }

    @Test
    void eventHappensOnce() {
        instances.start((steps, _) -> {
            String decision = decision(steps, LONG);
            steps.waitFor("more", Approval.class, LONG);
            return decision;
        });

        assertEquals(Signalled.KEPT, instances.send("approved", "{\"by\":\"Ada\"}"));
        assertEquals(Signalled.BEFORE, instances.send("approved", "{\"by\":\"Ada\"}"));
        assertEquals(Signalled.CONFLICT, instances.send("approved", "{\"by\":\"Bob\"}"));
        instances.send("more", "{}");

        instances.awaitStatus("complete");
        assertEquals("\"Ada, user:b\"", instances.column("result"));
    }

    @Test
    void eventThatCannotBeReadFailsItsStep() {
        instances.start((steps, _) -> decision(steps, LONG));

        instances.send("approved", "{\"by\":{}}");

        instances.awaitStatus("failed");
        assertEquals("step approved: its event does not have the form that is expected", instances.column("error"));
    }

    @Test
    void eventsAreNeverMissedWhileInstancesBeginToWait() {
        int many = 40;
        for (int i = 0; i < many; i++) {
            Instances one = new Instances(engine, scenario, database, instances.tenant(), instances.id() + "-" + i);
            one.start((steps, _) -> decision(steps, LONG));
            one.send("approved", "{\"by\":\"Ada\"}");
        }

        await().until(() ->
                database.number(instances.tenant(), "select count(*) from workflow where status = 'complete'") == many);
    }

    @Test
    void instanceKeepsTheVersionThatItWasStartedWith() {
        Instances old = new Instances(engine, scenario, database, instances.tenant(), instances.id() + "-old");
        database.transaction(instances.tenant(), connection -> {
            Started started = engine.start(
                    connection, new Start(old.key(old.id()), Versioned.TYPE, "user:a", new Scenario.Input("x")));
            // As it was before there was a second version.
            Sql.update(connection, "update workflow set version = 1 where id = ?", old.id());
            return started;
        });
        instances.start(Versioned.TYPE, "x");
        instances.awaitStatus("waiting");
        old.awaitStatus("waiting");

        instances.send("go", "{}");
        old.send("go", "{}");

        instances.awaitStatus("complete");
        old.awaitStatus("complete");
        assertEquals("\"second\"", instances.column("result"));
        assertEquals("\"first\"", old.column("result"));
    }

    private static String decision(Steps steps, Duration timeout) {
        Optional<Signal<Approval>> approval = steps.waitFor("approved", Approval.class, timeout);
        return approval.map(signal -> signal.payload().by() + ", " + signal.sender())
                .orElse("nobody");
    }
}
