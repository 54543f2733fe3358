package dev.atrium.jobs.queue;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class JobControlTest {

    @Inject
    JobQueue queue;

    @Inject
    JobControl control;

    @Inject
    Scripted handler;

    @Inject
    JobPurge purge;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller owner = Api.user(tenant, "a");
    private final Caller admin = Api.admin(tenant);
    private final String payload = "{\"n\":\"" + Ids.next() + "\"}";

    @Test
    void jobThatIsCancelledWhileItRunsStoresNothing() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        Semaphore mayEnd = new Semaphore(0);
        AtomicBoolean ended = new AtomicBoolean();
        handler.on(payload, _ -> {
            runs.countDown();
            // Whoever takes no notice of being interrupted.
            mayEnd.acquireUninterruptibly();
            ended.set(true);
            return new Outcome.Done("too late");
        });
        UUID id = add("x");
        runs.await();

        command(owner, id, "cancel").expect(200).body("state", equalTo("cancelled"));
        mayEnd.release();

        await().untilTrue(ended);
        await().during(Duration.ofMillis(300)).until(() -> state(id).equals("cancelled"));
        command(owner, id, "cancel").expect(200);
        assertEquals(0, executions());
        Api.get(owner, "/api/jobs/" + id)
                .body("note", nullValue())
                .body("endedAt", notNullValue())
                .body("actions.action", equalTo(List.of("cancel")))
                .body("actions[0].actor", equalTo("user:a"));
    }

    @Test
    void lateOutcomeOfACancelledTryDoesNotEndTheNextOne() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        Semaphore first = new Semaphore(0);
        Semaphore second = new Semaphore(0);
        handler.on(payload, _ -> {
            if (handler.handled(payload).size() == 1) {
                runs.countDown();
                first.acquireUninterruptibly();
                return new Outcome.Dead("the late one");
            }
            second.acquire();
            return new Outcome.Done("the second one");
        });
        UUID id = add("x");
        runs.await();
        command(owner, id, "cancel").expect(200);
        command(owner, id, "retry").expect(200).body("state", equalTo("queued"));
        await().until(() -> handler.handled(payload).size() == 2);

        first.release();
        await().during(Duration.ofMillis(200)).until(() -> state(id).equals("running"));
        second.release();

        awaitState(id, "done");
        Api.get(owner, "/api/jobs/" + id).body("note", equalTo("the second one"));
    }

    @Test
    void deadJobIsShownEditedAndReplayedOnce() {
        handler.on(payload, _ -> new Outcome.Dead("not like this"));
        UUID id = add("x");
        awaitState(id, "dead");
        Api.get(admin, "/api/jobs?state=dead&type=test.scripted&since=2020-01-01T00:00:00Z")
                .expect(200)
                .body("items", hasSize(1))
                .body("items[0].payload", nullValue());
        Api.get(admin, "/api/jobs/" + id).body("payload", notNullValue());
        Api.get(owner, "/api/jobs/" + id).body("payload", nullValue());
        String better = "{\"n\":\"better " + id + "\"}";

        replay(id, "k1", "{\"payload\":" + better + "}").expect(200).body("state", equalTo("queued"));
        awaitState(id, "done");

        replay(id, "k1", "{\"payload\":" + better + "}").expect(200).body("state", equalTo("done"));
        replay(id, "k2", "{}").expect(409).body("detail", containsString("done"));
        assertEquals(1, handler.handled(better).size());
        assertEquals(1, handler.handled(better).getFirst().attempt());
        Api.get(admin, "/api/jobs/" + id)
                .body("payload.n", equalTo("better " + id))
                .body("attempts", equalTo(2))
                .body("actions[0].action", equalTo("replay with another payload"))
                .body("actions[0].actor", equalTo("user:boss"));
    }

    @Test
    void replayedJobHasAllItsTriesAgain() {
        handler.on(payload, _ -> new Outcome.Retry("not yet"));
        UUID id = add("x");
        awaitState(id, "dead");

        replay(id, "k", "{}").expect(200);

        await().until(() -> handler.handled(payload).size() == 10);
        awaitState(id, "dead");
    }

    @Test
    void allDeadJobsAreReplayedAtOnce() {
        AtomicBoolean broken = new AtomicBoolean(true);
        handler.on(payload, _ -> broken.get() ? new Outcome.Dead("broken") : new Outcome.Done(null));
        for (int i = 0; i < 5; i++) {
            add("x" + i);
        }
        await().until(() -> count("dead") == 5);
        UUID discarded = JobQueue.id(Scripted.TYPE, tenant + "x0");
        command(admin, discarded, "discard").expect(200).body("state", equalTo("discarded"));
        broken.set(false);

        Api.post(admin, "/api/jobs/replay", "{\"class\":\"media\",\"type\":\"unheard-of\"}")
                .expect(200)
                .body("replayed", equalTo(0));
        Api.post(admin, "/api/jobs/replay", "{\"class\":\"media\"}")
                .expect(200)
                .body("replayed", equalTo(4))
                .body("more", equalTo(false));

        await().until(() -> count("done") == 4);
        assertEquals("discarded", state(discarded));
    }

    @Test
    void theAuditTrailTellsOnceWhatIsDoneToOthersJobs() {
        handler.on(payload, _ -> new Outcome.Dead("broken"));
        UUID replayed = add("a");
        UUID discarded = add("b");
        awaitState(replayed, "dead");
        awaitState(discarded, "dead");
        UUID waiting = addThatWaitsForItsSecondTry(false);

        twice(() -> replay(replayed, "k1", "{\"payload\":{\"n\":\"better " + replayed + "\"}}"));
        twice(() -> command(admin, discarded, "discard"));
        twice(() -> command(admin, waiting, "cancel"));
        command(owner, waiting, "retry").expect(200);
        awaitState(waiting, "dead");
        add("c");
        await().until(() -> count("dead") == 2);
        twice(() -> replayAll("k2"));
        twice(() -> Api.as(admin).post("/api/queues/mail/pause"));
        twice(() -> Api.as(admin).post("/api/queues/mail/resume"));

        String job = "class=media, owner=user:a, type=test.scripted}";
        await().untilAsserted(() -> assertEquals(
                List.of(
                        "user:boss job.replay {class=media, edited=true, owner=user:a, type=test.scripted}",
                        "user:boss job.discard {" + job,
                        "user:boss job.cancel {" + job,
                        "user:boss job.replay-all {jobs=2}",
                        "user:boss queue.pause {}",
                        "user:boss queue.resume {}"),
                kafka.deeds(tenant)));
    }

    private static void twice(Supplier<Answer> request) {
        request.get().expect(200);
        request.get().expect(200);
    }

    private Answer replayAll(String key) {
        return Api.as(admin)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{}")
                .post("/api/jobs/replay");
    }

    @Test
    void jobIsRetriedNow() {
        UUID id = addThatWaitsForItsSecondTry(false);

        command(owner, id, "retry").expect(200).body("state", equalTo("queued"));

        awaitState(id, "done");
        assertEquals(2, handler.handled(payload).getFirst().attempt());
    }

    @Test
    void retryLeavesAloneWhatANodeHasPicked() {
        UUID id = addThatWaitsForItsSecondTry(true);

        command(owner, id, "retry").expect(200).body("state", equalTo("queued"));

        assertEquals(
                "true -7",
                database.text(
                        tenant,
                        "select picked || ' ' || priority from execution_media where task_instance = ?",
                        tenant + "/" + id));
        assertEquals(List.of(), handler.handled(payload));
        command(owner, id, "cancel").expect(200);
    }

    @Test
    void cancelAndRetryDoesNotOvertakeOthers() {
        JobKey key = new JobKey(new TenantId(tenant), addThatWaitsForItsSecondTry(true));

        long turn = database.transaction(tenant, connection -> {
            assertTrue(control.command(connection, key, new JobCommand.Cancel(), "user:a"));
            assertTrue(control.command(connection, key, new JobCommand.Retry(), "user:a"));
            return Sql.first(
                            connection,
                            "select priority from execution_media where task_instance = ?",
                            row -> row.getLong(1),
                            key.toString())
                    .orElseThrow();
        });

        assertTrue(turn <= 0, "turn " + turn);
    }

    @Test
    void classThatIsPausedForATenantBeginsNoneOfItsJobs() {
        Api.as(admin).post("/api/queues/media/pause").expect(200).body("pausedBy", equalTo("user:boss"));
        UUID id = add("x");
        awaitState(id, "paused");
        String other = Api.freshTenant();
        database.transaction(
                other,
                connection -> queue.add(connection, Scripted.TYPE, new TenantId(other), other, "user:a", payload));
        queue.wake(JobClass.MEDIA);
        await().until(() -> database.number(other, "select count(*) from job where state = 'done'") == 1);

        Api.get(admin, "/api/queues")
                .expect(200)
                .body("items.class", hasItem("media"))
                .body("items[0].jobs.paused", equalTo(1))
                .body("items[0].oldestOpen", notNullValue())
                .body("items[0].pausedAt", notNullValue());
        assertEquals("paused", state(id));
        Api.as(admin).post("/api/queues/media/resume").expect(200).body("pausedBy", nullValue());

        awaitState(id, "done");
    }

    @Test
    void parkedJobsComeBackInBatchesUnlessTheirClassIsPausedAgain() {
        TenantId owning = new TenantId(tenant);
        List<Integer> batches = database.transaction(tenant, connection -> {
            Sql.update(
                    connection,
                    "insert into job (tenant, id, class, type, subject, payload, state, created_at)"
                            + " select ?, gen_random_uuid(), 'media', 'test.scripted', 'user:a', '{}', 'paused', now()"
                            + " from generate_series(1, ?)",
                    tenant,
                    JobControl.BATCH + 2);
            int first = control.unpark(connection, owning, JobClass.MEDIA);
            control.pause(connection, JobClass.MEDIA, admin);
            int paused = control.unpark(connection, owning, JobClass.MEDIA);
            control.resume(connection, JobClass.MEDIA, admin);
            int last = control.unpark(connection, owning, JobClass.MEDIA);
            Sql.update(connection, "delete from execution_media where tenant = ?", tenant);
            Sql.update(connection, "delete from job where tenant = ?", tenant);
            return List.of(first, paused, last);
        });

        assertEquals(List.of(JobControl.BATCH, 0, 2), batches);
    }

    @Test
    void whatWasReplayedInNumbersIsBehindEverythingElseAlsoAfterAPause() {
        handler.on(payload, _ -> new Outcome.Done(null));
        JobKey key = database.transaction(tenant, connection -> {
            control.pause(connection, JobClass.MEDIA, admin);
            JobKey dead = new JobKey(new TenantId(tenant), Ids.next());
            Sql.update(
                    connection,
                    "insert into job (tenant, id, class, type, subject, payload, state, created_at, ended_at)"
                            + " values (?, ?, 'media', 'test.scripted', 'user:a', ?, 'dead', now(), now())",
                    tenant,
                    dead.id(),
                    payload);
            assertTrue(control.command(connection, dead, new JobCommand.Replay(null, null, true), "user:boss"));
            return dead;
        });
        awaitState(key.id(), "paused");

        long turn = database.transaction(tenant, connection -> {
            control.resume(connection, JobClass.MEDIA, admin);
            assertEquals(1, control.unpark(connection, key.tenant(), JobClass.MEDIA));
            return Sql.count(
                    connection, "select priority from execution_media where task_instance = ?", key.toString());
        });

        assertTrue(turn <= -1_000_000_000, "turn " + turn);
        awaitState(key.id(), "done");
    }

    @Test
    void payloadThatIsNobodyElsesIsNeitherShownNorChangedAndForgottenWithTheJob() {
        UUID done = addConfidential("{\"secret\":\"lives\"}");
        UUID dead = addConfidential(Confidential.DIES);
        awaitState(done, "done");
        awaitState(dead, "dead");

        Api.get(admin, "/api/jobs/" + done).expect(200).body("payload", nullValue());
        Api.get(admin, "/api/jobs/" + dead).expect(200).body("payload", nullValue());
        replay(dead, "k1", "{\"payload\":{}}").expect(400).body("errors[0].pointer", equalTo("/payload"));
        replay(dead, "k2", "{}").expect(200);
        awaitState(dead, "dead");
        assertEquals(Confidential.DIES, payload(dead));
        assertEquals("", payload(done));
        command(admin, dead, "discard").expect(200);
        assertEquals("", payload(dead));
    }

    @Test
    void cancelledJobOfWhichNothingIsKnownAnyMoreCannotRun() {
        Api.as(admin).post("/api/queues/fanout/pause").expect(200);
        UUID id = addConfidential("{\"secret\":\"waits\"}");

        command(owner, id, "cancel").expect(200);

        assertEquals("", payload(id));
        command(owner, id, "cancel").expect(200);
        command(owner, id, "retry").expect(409);
        replay(id, "k", "{}").expect(409);
    }

    @Test
    void jobsThatEndedLongAgoAreForgottenUnlessTheyAreDeadOrOfFiles() throws SQLException {
        UUID old = addConfidential("{\"secret\":\"old\"}");
        UUID fresh = addConfidential("{\"secret\":\"fresh\"}");
        UUID file = add("file");
        UUID dead = addConfidential(Confidential.DIES);
        awaitState(old, "done");
        awaitState(file, "done");
        awaitState(fresh, "done");
        awaitState(dead, "dead");
        database.update(
                tenant,
                "insert into job_action (tenant, job_id, action, actor, at) values (?, ?, 'retry', 'user:a', now())",
                tenant,
                old);
        database.update(tenant, "update job set ended_at = now() - interval '31 days' where id <> ?", fresh);

        purge.run();

        assertEquals(0, database.number(tenant, "select count(*) from job where id = ?", old));
        assertEquals(0, database.number(tenant, "select count(*) from job_action"));
        assertEquals("done", state(fresh));
        assertEquals("done", state(file));
        assertEquals("dead", state(dead));
    }

    @Test
    void queuesAndDeadLettersAreForAdmins() {
        handler.on(payload, _ -> new Outcome.Dead("broken"));
        UUID id = add("x");
        awaitState(id, "dead");

        Api.get(owner, "/api/queues").expect(403).body("type", equalTo("/problems/forbidden"));
        Api.as(owner).post("/api/queues/media/pause").expect(403);
        Api.as(admin).post("/api/queues/unheard-of/pause").expect(404);
        Api.post(owner, "/api/jobs/replay", "{}").expect(403);
        Api.post(owner, "/api/jobs/" + id + "/replay", "{}").expect(403);
        command(Api.user(tenant, "stranger"), id, "discard").expect(404);
        assertEquals("dead", state(id));

        command(owner, id, "discard").expect(200).body("state", equalTo("discarded"));
    }

    @Test
    void deadJobsOfTheCommonsAreForgottenBecauseNobodyIsAnAdminThere() throws SQLException {
        String commons = TenantId.COMMONS.value();
        UUID old = insertDead(commons, JobPurge.KEEP_DEAD_OF_COMMONS.plusDays(1));
        UUID younger = insertDead(commons, JobPurge.KEEP_DEAD_OF_COMMONS.minusDays(1));
        UUID ofOthers = insertDead(tenant, JobPurge.KEEP_DEAD_OF_COMMONS.plusDays(1));

        purge.run();

        String count = "select count(*) from job where id = ?";
        assertEquals(0, database.number(commons, count, old));
        assertEquals(1, database.number(commons, count, younger));
        assertEquals(1, database.number(tenant, count, ofOthers));
    }

    private UUID insertDead(String where, Duration age) {
        UUID id = Ids.next();
        database.update(
                where,
                "insert into job (tenant, id, class, type, subject, payload, state, created_at, ended_at)"
                        + " values (?, ?, 'mail', 'mail.test', 'user:a', '{}', 'dead', now(), ?)",
                where,
                id,
                Instant.now().minus(age));
        return id;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "retry"})
    void whatSomebodyElseMayNotSeeIsNotThere(String what) {
        UUID id = add("x");

        command(Api.user(tenant, "stranger"), id, what).expect(404);
        command(Api.admin(Api.freshTenant()), id, what).expect(404);
        Api.as(owner).post("/api/jobs/nonsense/" + what).expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"payload\":[]}", "{\"payload\":1}", "{\"extra\":1}", "["})
    void badReplayIsRefused(String body) {
        UUID id = add("x");

        replay(id, "k", body).expect(400);
    }

    private UUID addConfidential(String secret) {
        UUID id = database.transaction(
                tenant,
                connection -> queue.add(
                        connection, Confidential.TYPE, new TenantId(tenant), tenant + secret, "user:a", secret));
        queue.wake(JobClass.FANOUT);
        return id;
    }

    private String payload(UUID id) {
        return database.text(tenant, "select payload from job where id = ?", id);
    }

    private UUID add(String key) {
        UUID id = database.transaction(
                tenant,
                connection ->
                        queue.add(connection, Scripted.TYPE, new TenantId(tenant), tenant + key, "user:a", payload));
        queue.wake(JobClass.MEDIA);
        return id;
    }

    /// A job whose first try failed, and whose second would be in an hour.
    private UUID addThatWaitsForItsSecondTry(boolean picked) {
        return database.transaction(tenant, connection -> {
            UUID id = queue.add(connection, Scripted.TYPE, new TenantId(tenant), tenant + "x", "user:a", payload);
            Sql.update(
                    connection,
                    "update job set state = 'retrying', attempts = 1, next_attempt_at = now() + interval '1 hour'"
                            + " where id = ?",
                    id);
            Sql.update(
                    connection,
                    "update execution_media set execution_time = now() + interval '1 hour', priority = -7, picked = ?,"
                            + " last_heartbeat = now() + interval '1 hour' where task_instance = ?",
                    picked,
                    tenant + "/" + id);
            return id;
        });
    }

    private static Answer command(Caller who, UUID id, String command) {
        return Api.as(who).post("/api/jobs/" + id + "/" + command);
    }

    private Answer replay(UUID id, String key, String body) {
        return Api.as(admin)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/api/jobs/" + id + "/replay");
    }

    private void awaitState(UUID id, String state) {
        await().until(() -> state(id).equals(state));
    }

    private String state(UUID id) {
        return database.text(tenant, "select state from job where id = ?", id);
    }

    private long count(String state) {
        return database.number(tenant, "select count(*) from job where state = ?", state);
    }

    private long executions() {
        return database.number(
                tenant, "select count(*) from execution_media where task_instance like ?", tenant + "/%");
    }
}
