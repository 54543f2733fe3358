package dev.atrium.jobs.queue;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class JobQueueTest {

    @Inject
    JobQueue queue;

    @Inject
    JobRunner runner;

    @Inject
    QueueConfig config;

    @Inject
    Scripted handler;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final String payload = Ids.next().toString();

    @Test
    void jobThatFailsTwiceIsDoneAtTheThirdAttempt() {
        handler.on(payload, job -> job.attempt() < 3 ? new Outcome.Retry("not yet") : new Outcome.Done("at last"));

        UUID id = add();

        awaitState(id, "done");
        assertEquals(3, handler.handled(payload).size());
        assertEquals("at last", note(id));
    }

    @Test
    void othersAreToldOfAJobThatWasGivenUp() {
        handler.on(payload, _ -> new Outcome.Retry("not now"));

        UUID id = add();

        Event.JobDead told = await().until(
                        () -> kafka.all(Event.JobDead.class).stream()
                                .filter(dead -> dead.jobId().equals(id.toString()))
                                .toList(),
                        all -> all.size() == 1)
                .getFirst();
        assertEquals(
                new Event.JobDead(
                        new TenantId(tenant),
                        id.toString(),
                        "user:a",
                        "media",
                        "test.scripted",
                        5,
                        "gave up after 5 attempts: not now"),
                told);
    }

    @Test
    void unexpectedExceptionIsRetriedAndNotShown() {
        handler.on(payload, job -> {
            if (job.attempt() == 1) {
                throw new IllegalStateException("secret");
            }
            return new Outcome.Retry("waiting");
        });

        UUID id = add();

        awaitState(id, "dead");
        assertEquals("gave up after 5 attempts: waiting", note(id));
        assertEquals(5, handler.handled(payload).size());
    }

    @Test
    void jobIsDeadAtOnceIfItWouldFailAgain() {
        handler.on(payload, _ -> new Outcome.Dead("there is no such thing"));

        UUID id = add();

        awaitState(id, "dead");
        assertEquals("there is no such thing", note(id));
        assertEquals(1, handler.handled(payload).size());
        awaitNoExecution(id);
    }

    @Test
    void whatThereWasNoRoomForComesAgainThenAndTheTryDoesNotCount() {
        handler.on(
                payload,
                _ -> handler.handled(payload).size() < 8
                        ? new Outcome.Later(Duration.ofMillis(300))
                        : new Outcome.Done(null));
        Instant start = Instant.now();

        UUID id = add();

        awaitState(id, "done");
        assertTrue(Duration.between(start, Instant.now()).compareTo(Duration.ofMillis(2100)) >= 0);
        assertEquals(8, handler.handled(payload).size());
        assertTrue(handler.handled(payload).stream().allMatch(job -> job.attempt() == 1));
    }

    @Test
    void jobThatIsTooSlowIsInterruptedAndRetried() {
        CountDownLatch never = new CountDownLatch(1);
        handler.on(payload, job -> {
            if (job.attempt() == 1) {
                never.await();
            }
            return new Outcome.Done(null);
        });

        UUID id = add();

        awaitState(id, "done");
        assertEquals(2, handler.handled(payload).size());
    }

    @Test
    void sameJobIsAddedOnce() {
        UUID first = add();
        awaitState(first, "done");

        UUID second = add();

        assertEquals(first, second);
        assertEquals(1, database.number(tenant, "select count(*) from job"));
        awaitNoExecution(first);
        assertEquals(1, handler.handled(payload).size());
    }

    @Test
    void jobThatWasNotCommittedDoesNotRun() {
        try {
            database.transaction(tenant, connection -> {
                queue.add(connection, Scripted.TYPE, new TenantId(tenant), payload, "user:a", payload);
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException _) {
            queue.wake(JobClass.MEDIA);
        }

        assertEquals(0, database.number(tenant, "select count(*) from job"));
        assertEquals(
                0,
                database.number(
                        tenant, "select count(*) from execution_media where task_instance like ?", tenant + "/%"));
    }

    @Test
    void aJobThatSomebodyHoldsKeepsNoOtherFromRunning() {
        UUID held = leftByAKilledNode(1);

        database.transaction(tenant, connection -> {
            JobTable.lock(connection, new JobKey(new TenantId(tenant), held));
            await().until(() -> database.number(
                            tenant,
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and usename = current_user and query like '%update job set%'")
                    > 0);
            String other = "other than " + payload;
            database.transaction(
                    tenant, own -> queue.add(own, Scripted.TYPE, new TenantId(tenant), other, "user:a", other));
            queue.wake(JobClass.MEDIA);
            await().until(() -> handler.handled(other).size() == 1);
            assertEquals(0, handler.handled(payload).size());
            return held;
        });

        awaitState(held, "done");
    }

    @Test
    void jobOfAKilledNodeIsTakenOver() {
        UUID id = leftByAKilledNode(1);

        awaitState(id, "done");
        assertEquals(2, handler.handled(payload).getFirst().attempt());
    }

    @Test
    void jobThatKillsItsNodesIsDeadInTheEnd() {
        UUID id = leftByAKilledNode(5);

        awaitState(id, "dead");
        assertEquals("gave up: 5 attempts did not end", note(id));
        assertTrue(handler.handled(payload).isEmpty());
    }

    /// As after the most tries of its class were lowered.
    @Test
    void jobThatHadMoreTriesThanItMayHaveNowIsDead() {
        UUID id = database.transaction(tenant, connection -> {
            UUID added = queue.add(connection, Scripted.TYPE, new TenantId(tenant), payload, "user:a", payload);
            Sql.update(connection, "update job set state = 'retrying', attempts = 5 where id = ?", added);
            return added;
        });

        awaitState(id, "dead");
        assertEquals("gave up: 5 attempts are as many as there may be now", note(id));
        awaitNoExecution(id);
    }

    @Test
    void nodeThatStopsGivesItsJobsBackAndTheTryDoesNotCount() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        handler.on(payload, _ -> {
            if (tries.incrementAndGet() == 1) {
                never.await();
            }
            return new Outcome.Done(null);
        });
        UUID id = insert();
        Thread node = run(id, JobClass.MEDIA, new Signs(false));
        await().until(() -> handler.handled(payload).size() == 1);

        node.interrupt();

        assertTrue(node.join(Patience.USUAL));
        awaitState(id, "done");
        assertEquals(1, database.number(tenant, "select attempts from job where id = ?", id));
        assertEquals(1, handler.handled(payload).getLast().attempt());
    }

    @Test
    void tryThatNobodyWantsAnyMoreIsInterrupted() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        handler.on(payload, _ -> {
            never.await();
            return new Outcome.Done(null);
        });
        UUID id = insert();
        Thread node = run(id, JobClass.EXPORT, new Signs(true));
        await().until(() -> handler.handled(payload).size() == 1);

        database.update(tenant, "update job set state = 'cancelled', ended_at = now() where id = ?", id);

        assertTrue(node.join(Patience.USUAL));
        assertEquals("cancelled", database.text(tenant, "select state from job where id = ?", id));
    }

    private record Signs(@Override boolean mayBeGone) implements Lane.Signs {

        @Override
        public boolean isStopping() {
            return false;
        }
    }

    /// A job that no lane has.
    private UUID insert() {
        UUID id = UUID.randomUUID();
        database.update(
                tenant,
                "insert into job (tenant, id, class, type, subject, payload, state, created_at)"
                        + " values (?, ?, 'media', 'test.scripted', 'user:a', ?, 'queued', now())",
                tenant,
                id,
                payload);
        return id;
    }

    /// Runs it as a node does.
    ///
    /// @param limits of which class
    private Thread run(UUID id, JobClass limits, Lane.Signs signs) {
        QueueConfig.Limits ofClass = Objects.requireNonNull(config.limits().get(limits));
        return Thread.ofVirtual().start(() -> {
            try {
                runner.run(new JobKey(new TenantId(tenant), id), JobClass.MEDIA, ofClass, signs);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void outcomeOfAReplacedAttemptDoesNotCount() {
        Semaphore mayEnd = new Semaphore(0);
        handler.on(payload, job -> {
            if (job.attempt() == 1) {
                mayEnd.acquire();
                return new Outcome.Dead("the late one");
            }
            return new Outcome.Done("the replacement");
        });
        UUID id = add();
        await().until(() -> handler.handled(payload).size() == 1);

        // Another node believes this one dead.
        database.update(tenant, "update job set attempts = attempts + 1 where id = ?", id);
        mayEnd.release();

        await().until(() -> {
            letMissHeartbeats(id);
            return state(id).equals("done");
        });
        assertEquals("the replacement", note(id));
    }

    @Test
    void noMoreJobsOfAClassRunAtOnceThanAllowed() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore mayEnd = new Semaphore(0);
        handler.on(payload, _ -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                mayEnd.acquire();
            } finally {
                running.decrementAndGet();
            }
            return new Outcome.Done(null);
        });
        List<String> tenants = List.of(tenant, Api.freshTenant());

        for (String one : tenants) {
            database.transaction(one, connection -> {
                for (int i = 0; i < 6; i++) {
                    queue.add(connection, Scripted.TYPE, new TenantId(one), payload + i, "user:a", payload);
                }
                return 6;
            });
        }
        queue.wake(JobClass.MEDIA);

        await().until(() -> running.get() == 4);
        mayEnd.release(12);
        for (String one : tenants) {
            await().until(() -> database.number(one, "select count(*) from job where state = 'done'") == 6);
        }
        assertEquals(4, most.get());
    }

    @Test
    void jobOfAKilledNodeTakesATurnAnew() {
        AtomicLong turn = new AtomicLong(Long.MIN_VALUE);
        handler.on(payload, job -> {
            turn.set(database.number(
                    tenant, "select priority from execution_media where task_instance = ?", tenant + "/" + job.id()));
            return new Outcome.Done(null);
        });

        UUID id = leftByAKilledNode(1);

        awaitState(id, "done");
        assertNotEquals(-78, turn.get());
    }

    private UUID add() {
        UUID id = database.transaction(
                tenant,
                connection -> queue.add(connection, Scripted.TYPE, new TenantId(tenant), payload, "user:a", payload));
        queue.wake(JobClass.MEDIA);
        return id;
    }

    /// The rows that a node leaves which is killed while it runs a job.
    private UUID leftByAKilledNode(int attempts) {
        return database.transaction(tenant, connection -> {
            UUID id = queue.add(connection, Scripted.TYPE, new TenantId(tenant), payload, "user:a", payload);
            Sql.update(connection, "update job set state = 'running', attempts = ? where id = ?", attempts, id);
            Sql.update(
                    connection,
                    "update execution_media set picked = true, picked_by = 'killed', last_heartbeat = ?, priority = -78,"
                            + " version = version + 1 where task_instance = ?",
                    Instant.now().minusSeconds(30),
                    tenant + "/" + id);
            return id;
        });
    }

    /// What is left of a try that has ended in vain is taken up when so many are missed that a busy node does not.
    private void letMissHeartbeats(UUID id) {
        database.update(
                tenant,
                "update execution_media set last_heartbeat = ? where picked and task_instance = ?",
                Instant.now().minusSeconds(30),
                tenant + "/" + id);
    }

    private void awaitState(UUID id, String state) {
        await().until(() -> state(id).equals(state));
    }

    private void awaitNoExecution(UUID id) {
        await().until(() -> database.number(
                        tenant, "select count(*) from execution_media where task_instance = ?", tenant + "/" + id)
                == 0);
    }

    private String state(UUID id) {
        return database.text(tenant, "select state from job where id = ?", id);
    }

    private String note(UUID id) {
        return database.text(tenant, "select note from job where id = ?", id);
    }
}
