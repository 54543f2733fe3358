package dev.atrium.jobs.workflow;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.retry.Backoff;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class ControlTest {

    private static final Duration LONG = Duration.ofDays(300);
    private static final StepPolicy PATIENT =
            new StepPolicy(1, new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)), Duration.ofMinutes(1));

    @Inject
    WorkflowEngine engine;

    @Inject
    Scenario scenario;

    @Inject
    Database database;

    private Instances instances;
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();
    private final Semaphore stepMayEnd = new Semaphore(0);
    private final CountDownLatch stepRuns = new CountDownLatch(1);

    @BeforeEach
    void freshTenant() {
        instances = Instances.fresh(engine, scenario, database);
    }

    @Test
    void sleeperThatIsCancelledIsNeverRunAgain() {
        instances.start((steps, _) -> {
            steps.sleep("nap", LONG);
            return null;
        });
        instances.awaitStatus("waiting");

        assertInstanceOf(Commanded.Done.class, instances.command(new Command.Cancel()));

        assertEquals("cancelled", instances.column("status"));
        assertEquals(List.of("nap cancelled 1"), instances.steps());
        instances.awaitNoExecution();
        assertEquals("cancelled null user:boss", instances.history().getLast());
    }

    @Test
    void runThatIsCancelledStoresNothingMore() throws InterruptedException {
        startTwoSteps();
        stepRuns.await();

        instances.command(new Command.Cancel());
        stepMayEnd.release();

        await().until(() -> first.get() == 1);
        await().during(Duration.ofMillis(300)).until(() -> second.get() == 0);
        assertEquals("cancelled", instances.column("status"));
        assertEquals(List.of("first cancelled 1"), instances.steps());
        assertEquals("cancelled null user:boss", instances.history().getLast());
        instances.awaitNoExecution();
    }

    @Test
    void stepOfACancelledInstanceIsInterrupted() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        instances.start((steps, _) -> {
            steps.with(PATIENT).run("long", () -> {
                stepRuns.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw e;
                }
            });
            return null;
        });
        stepRuns.await();

        instances.command(new Command.Cancel());

        await().untilTrue(interrupted);
        assertEquals("cancelled", instances.column("status"));
        assertEquals(List.of("long cancelled 1"), instances.steps());
    }

    @Test
    void pauseLetsTheRunningStepEndAndBeginsNoOther() throws InterruptedException {
        startTwoSteps();
        stepRuns.await();

        instances.command(new Command.Pause());
        assertEquals("pausing", instances.column("status"));
        stepMayEnd.release();

        instances.awaitStatus("paused");
        assertEquals(List.of("first complete 1"), instances.steps());
        instances.awaitNoExecution();

        instances.command(new Command.Resume());
        instances.awaitStatus("complete");
        assertEquals(1, first.get());
        assertEquals(1, second.get());
    }

    @Test
    void pauseThatIsTakenBackInTimeChangesNothing() throws InterruptedException {
        startTwoSteps();
        stepRuns.await();

        instances.command(new Command.Pause());
        instances.command(new Command.Resume());
        stepMayEnd.release();

        instances.awaitStatus("complete");
        assertEquals(1, first.get());
        assertEquals(1, second.get());
    }

    @Test
    void instanceThatWaitsForARetryIsPausedAtOnce() {
        StepPolicy patient =
                new StepPolicy(3, new Backoff(Duration.ofHours(1), Duration.ofHours(1)), Duration.ofSeconds(5));
        instances.start((steps, _) -> {
            steps.with(patient).run("flaky", () -> {
                throw new IllegalStateException("not yet");
            });
            return null;
        });
        await().until(() -> instances.steps().equals(List.of("flaky retrying 1")) && !isPicked());

        instances.command(new Command.Pause());

        instances.awaitStatus("paused");
    }

    private boolean isPicked() {
        return database.number(
                        instances.tenant(),
                        "select count(*) from execution_workflow where task_instance like ? and picked",
                        instances.tenant() + "/%")
                == 1;
    }

    @Test
    void pausePutsOffWhatIsWaitedFor() {
        instances.start((steps, _) -> {
            steps.sleep("nap", LONG);
            return null;
        });
        instances.awaitStatus("waiting");
        Instant before = wakesAt();
        instances.command(new Command.Pause());
        database.update(instances.tenant(), "update workflow set paused_at = paused_at - interval '1 hour'");

        instances.command(new Command.Resume());

        instances.awaitStatus("waiting");
        Duration putOff = Duration.between(before, wakesAt());
        assertTrue(putOff.toMinutes() >= 60 && putOff.toMinutes() < 65, putOff.toString());
    }

    private Instant wakesAt() {
        return Instant.ofEpochMilli(database.number(
                instances.tenant(), "select extract(epoch from next_attempt_at) * 1000 from workflow_step"));
    }

    @Test
    void eventForAPausedInstanceIsKeptUntilItGoesOn() {
        instances.start((steps, _) -> steps.waitFor("go", Object.class, LONG).isPresent());
        instances.awaitStatus("waiting");
        instances.command(new Command.Pause());

        assertEquals(Signalled.KEPT, instances.send("go", "{}"));
        await().during(Duration.ofMillis(300))
                .until(() -> instances.column("status").equals("paused"));

        instances.command(new Command.Resume());
        instances.awaitStatus("complete");
        assertEquals("true", instances.column("result"));
    }

    @Test
    void restartRunsAgainFromTheStepThatIsNamed() {
        AtomicInteger failures = new AtomicInteger();
        instances.start((steps, _) -> {
            steps.run("first", () -> {
                first.incrementAndGet();
            });
            steps.run("second", () -> {
                second.incrementAndGet();
                if (failures.incrementAndGet() == 1) {
                    throw new NonRetryableException("not like this");
                }
            });
            return "at last";
        });
        instances.awaitStatus("failed");

        assertInstanceOf(Commanded.NoSuchStep.class, instances.command(new Command.Restart("third")));
        assertInstanceOf(Commanded.Done.class, instances.command(new Command.Restart("second")));

        instances.awaitStatus("complete");
        assertEquals(1, first.get());
        assertEquals(2, second.get());
        assertEquals("", instances.column("error"));
        assertEquals("\"at last\"", instances.column("result"));
        assertTrue(instances.history().contains("queued null user:boss"));
        assertInstanceOf(Commanded.Refused.class, instances.command(new Command.Cancel()));
    }

    @Test
    void restartForgetsWhatTheForgottenStepsWereTold() {
        instances.start(
                (steps, _) -> steps.waitFor("approved", Object.class, LONG).isPresent());
        instances.send("approved", "{}");
        instances.awaitStatus("complete");

        instances.command(new Command.Restart(null));

        instances.awaitStatus("waiting");
        assertEquals(Signalled.KEPT, instances.send("approved", "{\"again\":true}"));
        instances.awaitStatus("complete");
    }

    @Test
    void parallelStepsRunAtTheSameTimeAndAreRetriedEachForItself() {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger tries = new AtomicInteger();
        instances.start((steps, _) -> {
            SequencedMap<String, Steps.Action<String>> branches = new LinkedHashMap<>();
            branches.put("a", () -> {
                first.incrementAndGet();
                both.await();
                return "A";
            });
            branches.put("b", () -> {
                if (tries.incrementAndGet() == 1) {
                    both.await();
                    throw new IllegalStateException("not yet");
                }
                return "B";
            });
            return String.join("", steps.parallel(String.class, branches));
        });

        instances.awaitStatus("complete");
        assertEquals("\"AB\"", instances.column("result"));
        assertEquals(1, first.get());
        assertEquals(List.of("a complete 1", "b complete 2"), instances.steps());
    }

    @Test
    void parallelStepThatFailsForGoodFailsTheGroupOnceAllHaveEnded() {
        instances.start((steps, _) -> {
            SequencedMap<String, Steps.Action<String>> branches = new LinkedHashMap<>();
            branches.put("a", () -> {
                throw new NonRetryableException("not like this");
            });
            branches.put("b", () -> "B");
            return steps.parallel(String.class, branches);
        });

        instances.awaitStatus("failed");
        assertEquals("step a: not like this", instances.column("error"));
        assertEquals(List.of("a failed 1", "b complete 1"), instances.steps());
    }

    @Test
    void restartFromAParallelStepRunsThoseBesideItAgainThatWereCancelled() throws InterruptedException {
        instances.start((steps, _) -> {
            SequencedMap<String, Steps.Action<String>> branches = new LinkedHashMap<>();
            branches.put("a", () -> {
                stepRuns.countDown();
                stepMayEnd.acquire();
                return "A";
            });
            branches.put("b", () -> "B");
            return String.join("", steps.parallel(String.class, branches));
        });
        stepRuns.await();
        await().until(() -> instances.steps().contains("b complete 1"));
        instances.command(new Command.Cancel());
        stepMayEnd.release(2);

        assertInstanceOf(Commanded.Done.class, instances.command(new Command.Restart("b")));

        instances.awaitStatus("complete");
        assertEquals("\"AB\"", instances.column("result"));
        assertEquals(List.of("a complete 1", "b complete 1"), instances.steps());
    }

    @Test
    void childGivesItsResultToItsParent() {
        scenario.on("child of " + instances.id(), (steps, _) -> {
            steps.sleep("nap", Duration.ofMillis(200));
            return "grown up";
        });
        startWithChild();

        instances.awaitStatus("complete");
        assertEquals("\"grown up\"", instances.column("result"));
        assertEquals(instances.id(), instances.column(child(), "parent_id"));
        assertEquals("user:a", instances.column(child(), "subject"));
    }

    /// The node is killed in a parallel step of the parent, and then in the child.
    @Test
    void parallelStepsAndChildrenOfAKilledNodeGoOnElsewhere() throws InterruptedException {
        CountDownLatch testIsOver = new CountDownLatch(1);
        CountDownLatch childRuns = new CountDownLatch(1);
        scenario.on("child of " + instances.id(), (steps, runs) -> {
            steps.run("draft", () -> {
                second.incrementAndGet();
            });
            return steps.run("print", String.class, () -> {
                if (runs.get() == 1) {
                    childRuns.countDown();
                    testIsOver.await();
                }
                return "C";
            });
        });
        instances.start((steps, runs) -> {
            SequencedMap<String, Steps.Action<String>> branches = new LinkedHashMap<>();
            branches.put("a", () -> {
                first.incrementAndGet();
                return "A";
            });
            branches.put("b", () -> {
                if (runs.get() == 1) {
                    stepRuns.countDown();
                    testIsOver.await();
                }
                return "B";
            });
            return String.join("", steps.parallel(String.class, branches))
                    + steps.child(
                            "child", Scenario.TYPE, new Scenario.Input("child of " + instances.id()), String.class);
        });

        stepRuns.await();
        await().until(() -> instances.steps().contains("a complete 1"));
        instances.killNodeOf(instances.id());
        childRuns.await();
        await().until(() -> second.get() == 1);
        instances.killNodeOf(child());

        instances.awaitStatus("complete");
        testIsOver.countDown();
        assertEquals("\"ABC\"", instances.column("result"));
        assertEquals(1, first.get());
        assertEquals(1, second.get());
    }

    @Test
    void childIsCancelledWithItsParentAndRunAgainWithIt() {
        AtomicInteger runs = new AtomicInteger();
        scenario.on("child of " + instances.id(), (steps, _) -> {
            if (runs.incrementAndGet() == 1) {
                steps.sleep("nap", LONG);
            }
            return "grown up";
        });
        startWithChild();
        instances.awaitStatus(child(), "waiting");
        instances.awaitStatus("waiting");

        instances.command(new Command.Cancel());

        assertEquals("cancelled", instances.column(child(), "status"));
        instances.awaitNoExecution();

        instances.command(new Command.Restart(null));
        instances.awaitStatus("complete");
    }

    @Test
    void childBeginsAnewWhenItsParentGivesItAnotherInput() {
        scenario.on("first " + instances.id(), (_, _) -> "of the first run");
        scenario.on("second " + instances.id(), (_, _) -> "of the second run");
        instances.start((steps, _) -> {
            String prefix =
                    steps.run("choose", String.class, () -> first.incrementAndGet() == 1 ? "first " : "second ");
            return steps.child("child", Scenario.TYPE, new Scenario.Input(prefix + instances.id()), String.class);
        });
        instances.awaitStatus("complete");
        assertEquals("\"of the first run\"", instances.column("result"));

        instances.command(new Command.Restart(null));

        instances.awaitStatus("complete");
        assertEquals("\"of the second run\"", instances.column("result"));
    }

    @Test
    void childThatIsCancelledFailsItsStep() {
        scenario.on("child of " + instances.id(), (steps, _) -> {
            steps.sleep("nap", LONG);
            return null;
        });
        startWithChild();
        instances.awaitStatus(child(), "waiting");

        new Instances(engine, scenario, database, instances.tenant(), child()).command(new Command.Cancel());

        instances.awaitStatus("failed");
        assertEquals("step child: its workflow was cancelled", instances.column("error"));
    }

    @Test
    void changedWorkflowFailsClearly() {
        instances.start((steps, runs) -> {
            steps.run(runs.get() == 1 ? "old" : "new", () -> {});
            steps.sleep("nap", Duration.ofMillis(50));
            return null;
        });

        instances.awaitStatus("failed");
        assertEquals(
                "the workflow was changed under this instance: it comes to step new where it had come to old",
                instances.column("error"));
        assertFalse(instances.steps().contains("new complete 1"));
    }

    private void startWithChild() {
        instances.start((steps, _) ->
                steps.child("child", Scenario.TYPE, new Scenario.Input("child of " + instances.id()), String.class));
    }

    private String child() {
        return "child:" + instances.id() + ".child";
    }

    private void startTwoSteps() {
        instances.start((steps, _) -> {
            steps.run("first", () -> {
                stepRuns.countDown();
                stepMayEnd.acquireUninterruptibly();
                first.incrementAndGet();
            });
            steps.run("second", () -> {
                second.incrementAndGet();
            });
            return null;
        });
    }
}
