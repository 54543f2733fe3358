package dev.atrium.jobs.worker;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.signature.StandardWebhooks;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Jobs that programs of tenants do.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class WorkerJobTest {

    @SuppressWarnings("NullAway.Init")
    StandIn receiver;

    @Inject
    Database database;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller admin = Api.admin(tenant);

    @Test
    void whatIsAddedArrivesInSignedBatches() {
        Program program = Program.register(ada, receiver, "\"batch\":{\"size\":5,\"waitSeconds\":60}");

        List<String> ids = program.add(ada, numbered(10));

        List<StandIn.Asked> asked = program.awaitAsked(2);
        for (StandIn.Asked request : asked) {
            assertEquals(5, Program.jobs(request).size());
            assertEquals(
                    program.id(), Program.read(request.body()).path("worker").asText());
            assertTrue(fits(program.secret(), request));
        }
        assertNotEquals(asked.get(0).header("webhook-id"), asked.get(1).header("webhook-id"));
        JsonNode first = asked.stream()
                .flatMap(request -> Program.jobs(request).stream())
                .filter(job -> job.path("id").asText().equals(ids.getFirst()))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "{\"id\":\"%s\",\"attempt\":1,\"payload\":{\"n\":0,\"nothing\":null}}".formatted(ids.getFirst()),
                first.toString());
        ids.forEach(id -> Program.awaitState(ada, id, "done"));
        assertEquals(2, receiver.asked(program.path()).size());
        assertEquals(0, database.number(tenant, "select count(*) from job where payload <> ''"));
    }

    @Test
    void theFirstWaitsForCompanyAndThenGoesWithWhatThereIs() {
        Program program = Program.register(ada, receiver, "\"batch\":{\"size\":100,\"waitSeconds\":5}");

        program.add(ada, numbered(3));
        program.add(ada, numbered(4));

        assertEquals(7, Program.jobs(program.awaitAsked(1).getFirst()).size());
    }

    @Test
    void theAnswerSaysWhatBecomesOfEach() {
        Program program = Program.register(ada, receiver, "\"batch\":{\"size\":4,\"waitSeconds\":60}");
        receiver.onRequest(
                program.path(),
                request -> answer(
                        request,
                        Map.of(
                                1, "\"outcome\":\"retry\",\"note\":\"not yet\",\"delaySeconds\":3600",
                                2, "\"outcome\":\"dead\",\"note\":\"never\"",
                                3, "\"outcome\":\"done\",\"note\":\"at last\"")));

        List<String> ids = program.add(ada, numbered(4));

        assertTrue(Program.awaitState(ada, ids.get(0), "done").path("note").isMissingNode());
        assertEquals(
                "at last",
                Program.awaitState(ada, ids.get(3), "done").path("note").asText());
        JsonNode dead = Program.awaitState(ada, ids.get(2), "dead");
        assertEquals("never", dead.path("note").asText());
        assertEquals(2, dead.at("/payload/n").asInt());
        assertEquals(
                "not yet",
                Program.awaitState(ada, ids.get(1), "retrying").path("note").asText());
        assertEquals(
                1,
                database.number(
                        tenant,
                        "select count(*) from job where state = 'retrying'"
                                + " and next_attempt_at between now() + interval '59 minutes' and now() + interval '67 minutes'"));
    }

    @Test
    void aJobThatIsGivenUpIsReplayedWithAnotherPayload() {
        Program program = Program.register(ada, receiver, "\"maxAttempts\":2");
        receiver.on(program.path(), 500, "");

        String id = program.add(ada, "{\"payload\":{\"n\":1},\"key\":\"k\"}").getFirst();
        JsonNode dead = Program.awaitState(ada, id, "dead");

        assertEquals(
                "gave up after 2 attempts: the worker answered 500",
                dead.path("note").asText());
        assertEquals(2, receiver.asked(program.path()).size());
        assertTrue(Program.job(admin, id).path("payload").isMissingNode());
        receiver.on(program.path(), 200, "");
        Api.post(admin, "/api/jobs/" + id + "/replay", "{\"payload\":[1]}").expect(400);
        Api.post(ada, "/api/jobs/" + id + "/replay", "{\"payload\":[\"mended\"]}")
                .expect(200);
        Program.awaitState(ada, id, "done");
        JsonNode sent = Program.jobs(program.awaitAsked(3).getLast()).getFirst();
        assertEquals(
                "{\"id\":\"%s\",\"attempt\":1,\"key\":\"k\",\"payload\":[\"mended\"]}".formatted(id), sent.toString());
    }

    @Test
    void aWorkerThatIsBusyIsLeftAloneForAsLongAsItAsks() {
        Program program = Program.register(ada, receiver, "");
        receiver.on(program.path(), _ -> new StandIn.Reply.Answer(503, "", Map.of("Retry-After", "1800")));

        String id = program.add(ada, "{\"payload\":1}").getFirst();

        Program.awaitState(ada, id, "retrying");
        assertEquals(
                1,
                database.number(
                        tenant,
                        "select count(*) from job where attempts = 1"
                                + " and next_attempt_at between now() + interval '28 minutes' and now() + interval '34 minutes'"));
    }

    @Test
    void aJobWithTheSameKeyIsAddedOnce() {
        Program program = Program.register(ada, receiver, "");
        Program other = Program.register(ada, receiver, "");
        String job = "{\"payload\":1,\"key\":\"invoice-7\"}";

        List<JsonNode> added = program.addAll(ada, job, job, "{\"payload\":2}").toList();
        JsonNode again = program.addAll(ada, job).findFirst().orElseThrow();
        JsonNode elsewhere = other.addAll(ada, job).findFirst().orElseThrow();

        assertEquals(
                List.of(true, false, true),
                added.stream().map(one -> one.path("added").asBoolean()).toList());
        assertEquals(added.get(0).path("id"), added.get(1).path("id"));
        assertEquals(added.get(0).path("id"), again.path("id"));
        assertFalse(again.path("added").asBoolean());
        assertTrue(elsewhere.path("added").asBoolean());
    }

    @Test
    void aRequestThatIsRepeatedAddsNothing() {
        Program program = Program.register(ada, receiver, "");
        String body = "{\"jobs\":[{\"payload\":1},{\"payload\":1}]}";

        List<String> first = repeated(program, body);
        List<String> second = repeated(program, body);
        List<String> another = repeated(program, "{\"jobs\":[{\"payload\":2}]}");

        assertEquals(2, Set.copyOf(first).size());
        assertEquals(first, second);
        assertFalse(first.contains(another.getFirst()));
        assertEquals(3, database.number(tenant, "select count(*) from job"));
    }

    @Test
    void theSameJobsInAnotherOrderAtTheSameTimeAreAddedOnce() throws Exception {
        Program program = Program.register(ada, receiver, "\"batch\":{\"size\":100}");
        Api.post(admin, "/api/queues/worker/pause", "").expect(200);
        for (int round = 0; round < 10; round++) {
            List<String> jobs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                jobs.add("{\"payload\":1,\"key\":\"" + round + "-" + i + "\"}");
            }
            String[] there = jobs.toArray(String[]::new);
            String[] back = jobs.reversed().toArray(String[]::new);

            FutureTask<List<String>> other = new FutureTask<>(() -> program.add(ada, back));
            Thread.ofVirtual().start(other);
            List<String> ids = program.add(ada, there);

            assertEquals(ids.reversed(), other.get());
        }
        assertEquals(1000, database.number(tenant, "select count(*) from job"));
    }

    private List<String> repeated(Program program, String body) {
        return Api.as(ada)
                .header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body)
                .post(program.address() + "/jobs")
                .expect(202)
                .path("jobs.id");
    }

    @Test
    void whatIsForLaterIsSentLater() {
        Program program = Program.register(ada, receiver, "");

        List<String> ids = program.add(
                ada,
                "{\"payload\":1,\"delaySeconds\":3600}",
                "{\"payload\":2,\"at\":\"2020-01-01T00:00:00Z\"}",
                "{\"payload\":3,\"delaySeconds\":1}");

        Program.awaitState(ada, ids.get(1), "done");
        Program.awaitState(ada, ids.get(2), "done");
        assertTrue(Program.job(ada, ids.get(0)).hasNonNull("nextAttemptAt"));
        assertEquals("queued", Program.job(ada, ids.get(0)).path("state").asText());
        Api.post(ada, "/api/jobs/" + ids.get(0) + "/cancel", "").expect(200);
    }

    @Test
    void aJobThatIsCancelledInLineIsNotSent() {
        Program program = Program.register(ada, receiver, "\"batch\":{\"size\":2,\"waitSeconds\":60}");
        String cancelled = program.add(ada, "{\"payload\":1}").getFirst();
        Program.awaitState(ada, cancelled, "running");

        Api.post(ada, "/api/jobs/" + cancelled + "/cancel", "").expect(200);
        // Its node finds that out by its next heartbeat.
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
        List<String> others = program.add(ada, "{\"payload\":2}", "{\"payload\":3}");

        assertEquals(
                Set.copyOf(others),
                Program.jobs(program.awaitAsked(1).getFirst()).stream()
                        .map(job -> job.path("id").asText())
                        .collect(Collectors.toSet()));
    }

    @Test
    void jobsOfAWorkerThatIsGoneAreGivenUp() {
        Program program = Program.register(ada, receiver, "");
        Api.post(admin, "/api/queues/worker/pause", "").expect(200);
        String id = program.add(ada, "{\"payload\":1}").getFirst();

        Api.delete(ada, program.address()).expect(204);
        Api.post(admin, "/api/queues/worker/resume", "").expect(200);

        assertEquals(
                "its worker is gone",
                Program.awaitState(ada, id, "dead").path("note").asText());
        assertEquals(0, receiver.asked(program.path()).size());
        Api.post(ada, program.address() + "/jobs", "{\"jobs\":[{\"payload\":1}]}")
                .expect(404);
    }

    @Test
    void nothingIsSentToAnAddressThatIsNotPublic() {
        Program program = Program.register(ada, receiver, "\"maxAttempts\":1");
        database.update(tenant, "update worker set url = 'http://127.0.0.2:8080/'");

        String id = program.add(ada, "{\"payload\":1}").getFirst();

        assertTrue(Program.awaitState(ada, id, "dead").path("note").asText().contains("public"));
    }

    @Test
    void noMoreRequestsAreUnderWayThanTheWorkerWants() throws InterruptedException {
        Program program = Program.register(ada, receiver, "\"batch\":{\"size\":4},\"concurrency\":1");
        CountDownLatch gate = new CountDownLatch(1);
        receiver.onRequest(program.path(), _ -> {
            await().until(() -> gate.getCount() == 0);
            return new StandIn.Reply.Answer(204, "");
        });

        List<String> first = program.add(ada, numbered(1));
        program.awaitAsked(1);
        List<String> others = program.add(ada, numbered(4));
        others.forEach(id -> Program.awaitState(ada, id, "running"));
        assertEquals(1, receiver.asked(program.path()).size());
        gate.countDown();

        first.forEach(id -> Program.awaitState(ada, id, "done"));
        others.forEach(id -> Program.awaitState(ada, id, "done"));
        assertEquals(2, receiver.asked(program.path()).size());
    }

    @Test
    void aPausedClassSendsNothing() {
        Program program = Program.register(ada, receiver, "");
        Api.post(admin, "/api/queues/worker/pause", "").expect(200);

        String id = program.add(ada, "{\"payload\":1}").getFirst();
        Program.awaitState(ada, id, "paused");

        Api.post(admin, "/api/queues/worker/resume", "").expect(200).body("class", equalTo("worker"));
        Program.awaitState(ada, id, "done");
    }

    private static boolean fits(String secret, StandIn.Asked asked) {
        byte[] signed = StandardWebhooks.signed(
                asked.header("webhook-id"), Long.parseLong(asked.header("webhook-timestamp")), asked.bytes());
        return StandardWebhooks.fits(
                secret, signed, List.of(asked.header("webhook-signature").split(" ")));
    }

    @Test
    void formerSecretsHoldForAWhile() {
        Program program = Program.register(ada, receiver, "");
        String secret = Api.post(ada, program.address() + "/rotations", "{\"overlapSeconds\":3600}")
                .expect(201)
                .path("secret");

        program.add(ada, "{\"payload\":1}");

        StandIn.Asked asked = program.awaitAsked(1).getFirst();
        assertTrue(fits(program.secret(), asked));
        assertTrue(fits(secret, asked));
        Api.post(ada, program.address() + "/rotations", "{\"overlapSeconds\":0}")
                .expect(201);
        program.add(ada, "{\"payload\":1}");
        assertFalse(fits(secret, program.awaitAsked(2).getLast()));
    }

    private static String[] numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"payload\":{\"n\":" + i + ",\"nothing\":null}}")
                .toArray(String[]::new);
    }

    /// @param said by the jobs' numbers
    private static StandIn.Reply answer(StandIn.Asked request, Map<Integer, String> said) {
        List<String> results = Program.jobs(request).stream()
                .filter(job -> said.containsKey(job.at("/payload/n").asInt()))
                .map(job -> "{\"id\":\"%s\",%s}"
                        .formatted(
                                job.path("id").asText(),
                                said.get(job.at("/payload/n").asInt())))
                .toList();
        return new StandIn.Reply.Answer(200, "{\"results\":[" + String.join(",", results) + "]}");
    }
}
