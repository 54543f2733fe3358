package dev.atrium.jobs.worker;

import static dev.atrium.jobs.worker.Program.WORKERS;
import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class WorkerResourceTest {

    private static final String JOBS = "{\"jobs\":[{\"payload\":1}]}";

    @SuppressWarnings("NullAway.Init")
    StandIn receiver;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller grace = Api.user(tenant, "grace");
    private final Caller admin = Api.admin(tenant);

    @Test
    void theSecretIsShownOnceAndStoredSealed() {
        Answer made = Api.post(ada, WORKERS, Program.body("https://example.com/work", ""))
                .expect(201)
                .header("Location", startsWith(WORKERS + "/"))
                .body("secret", startsWith("whsec_"))
                .body("subject", equalTo(ada.subject()))
                .body("batch.size", equalTo(10))
                .body("batch.waitSeconds", equalTo(0))
                .body("concurrency", equalTo(10))
                .body("timeoutSeconds", equalTo(30))
                .body("maxAttempts", equalTo(10));
        String id = made.path("id");
        String secret = made.path("secret");

        Api.get(ada, WORKERS + "/" + id).expect(200).body("secret", nullValue());
        Api.get(ada, WORKERS).expect(200).body("items.secret", contains(nullValue()));
        assertFalse(database.text(tenant, "select sealed from worker_secret").contains(secret.substring(6)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"x\"}",
                "{\"url\":\"https://example.com\"}",
                "{\"name\":\" \",\"url\":\"https://example.com\"}",
                "{\"name\":\"a\\nb\",\"url\":\"https://example.com\"}",
                "{\"name\":\"x\",\"url\":\"ftp://example.com\"}",
                "{\"name\":\"x\",\"url\":\"https://10.0.0.1/\"}",
                "{\"name\":\"x\",\"url\":\"https://169.254.169.254/\"}",
                "{\"name\":\"x\",\"url\":\"https://example.com\",\"batch\":{\"size\":0}}",
                "{\"name\":\"x\",\"url\":\"https://example.com\",\"batch\":{\"size\":101}}",
                "{\"name\":\"x\",\"url\":\"https://example.com\",\"batch\":{\"waitSeconds\":61}}",
                "{\"name\":\"x\",\"url\":\"https://example.com\",\"concurrency\":51}",
                "{\"name\":\"x\",\"url\":\"https://example.com\",\"timeoutSeconds\":301}",
                "{\"name\":\"x\",\"url\":\"https://example.com\",\"maxAttempts\":0}",
                "{\"name\":\"x\",\"url\":\"https://example.com\",\"unknown\":1}"
            })
    void whatIsNotValidIsRefused(String body) {
        Api.post(ada, WORKERS, body).expect(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"jobs\":[]}",
                "{\"jobs\":[null]}",
                "{\"jobs\":[{}]}",
                "{\"jobs\":[{\"payload\":1},{\"key\":\"x\"}]}",
                "{\"jobs\":[{\"payload\":1,\"key\":\"\"}]}",
                "{\"jobs\":[{\"payload\":1,\"delaySeconds\":-1}]}",
                "{\"jobs\":[{\"payload\":1,\"delaySeconds\":31536001}]}",
                "{\"jobs\":[{\"payload\":1,\"delaySeconds\":1,\"at\":\"2020-01-01T00:00:00Z\"}]}",
                "{\"jobs\":[{\"payload\":1,\"at\":\"+999999999-12-31T00:00:00Z\"}]}",
                "{\"jobs\":[{\"payload\":1,\"at\":\"soon\"}]}",
                "{\"jobs\":[{\"payload\":1,\"unknown\":1}]}"
            })
    void jobsThatAreNotValidAreRefusedAllTogether(String body) {
        Program program = Program.register(ada, receiver, "");

        Api.post(ada, program.address() + "/jobs", body).expect(400);

        assertEquals(0, database.number(tenant, "select count(*) from job"));
    }

    @Test
    void aRequestHasAHundredJobsAtMostAndAPayload128KiB() {
        Program program = Program.register(ada, receiver, "\"batch\":{\"size\":100}");
        String jobs = "{\"jobs\":[" + String.join(",", Collections.nCopies(100, "{\"payload\":1}"));

        Api.post(ada, program.address() + "/jobs", jobs + "]}").expect(202).body("jobs", hasSize(100));
        Api.post(ada, program.address() + "/jobs", jobs + ",{\"payload\":1}]}").expect(400);
        String large = "{\"jobs\":[{\"payload\":\"%s\"}]}";
        Api.post(ada, program.address() + "/jobs", large.formatted("x".repeat((128 << 10) - 2)))
                .expect(202);
        Api.post(ada, program.address() + "/jobs", large.formatted("x".repeat((128 << 10) - 1)))
                .expect(400)
                .body("detail", containsString("/jobs/0/payload"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "\"\\u0000\"", "\"\\ud800\"", "{\"\":[]}", "1e400", "123456789012345678901234567890"})
    void anyJsonIsAPayload(String payload) {
        Program program = Program.register(ada, receiver, "");

        String id = program.add(ada, "{\"payload\":" + payload + ",\"key\":\"\\u0000'\"}")
                .getFirst();

        Program.awaitState(ada, id, "done");
    }

    @Test
    void theSameRequestRegistersOneWorker() {
        register("k", "https://example.com/work").expect(201);
        register("k", "https://example.com/work").expect(409).body("detail", containsString("already registered"));
        register("k", "https://example.com/other").expect(422);
        Api.get(ada, WORKERS).body("items", hasSize(1));
    }

    private Answer register(String key, String url) {
        return Api.as(ada)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(Program.body(url, ""))
                .post(WORKERS);
    }

    @Test
    void membersAddJobsAndOnlyOwnerAndAdminsSeeTheAddress() {
        Program program = Program.register(ada, receiver, "");

        Api.get(grace, program.address())
                .expect(200)
                .body("name", equalTo("thumbnails"))
                .body("url", nullValue());
        Api.get(grace, WORKERS).body("items.url", contains(nullValue()));
        Api.get(admin, program.address()).body("url", notNullValue());
        Api.patch(grace, program.address(), "{\"url\":\"https://example.com\"}").expect(403);
        Api.delete(grace, program.address()).expect(403);
        Api.post(grace, program.address() + "/rotations", "{}").expect(403);
        String job = program.add(grace, "{\"payload\":1}").getFirst();
        Program.awaitState(grace, job, "done");
        Api.get(ada, "/api/jobs/" + job).expect(404);
    }

    @Test
    void otherTenantsSeeNothing() {
        Program program = Program.register(ada, receiver, "");
        Caller stranger = Api.admin(Api.freshTenant());

        Api.get(stranger, program.address()).expect(404);
        Api.get(stranger, WORKERS).body("items", hasSize(0));
        Api.patch(stranger, program.address(), "{}").expect(404);
        Api.delete(stranger, program.address()).expect(404);
        Api.post(stranger, program.address() + "/rotations", "{}").expect(404);
        Api.post(stranger, program.address() + "/jobs", JOBS).expect(404);
        Api.get(ada, WORKERS + "/nonsense").expect(404);
    }

    @Test
    void inTheCommonsAWorkerIsItsOwnersAlone() {
        String commons = TenantId.COMMONS.value();
        Caller one = Api.user(commons, "one" + tenant);
        Caller other = Api.user(commons, "other" + tenant);
        Program program = Program.register(one, receiver, "");

        Api.get(other, program.address()).expect(404);
        Api.get(other, WORKERS).body("items", hasSize(0));
        Api.delete(other, program.address()).expect(404);
        Api.post(other, program.address() + "/jobs", JOBS).expect(404);
        Program.awaitState(one, program.add(one, "{\"payload\":1}").getFirst(), "done");
    }

    @Test
    void nobodyKeepsMoreJobsThanTheBacklogHas() {
        String commons = TenantId.COMMONS.value();
        Caller one = Api.user(commons, "full" + tenant);
        Caller other = Api.user(commons, "empty" + tenant);
        Program program = Program.register(one, receiver, "");
        Program others = Program.register(other, receiver, "");
        String later = "{\"payload\":1,\"delaySeconds\":3600}";

        List<String> kept = program.add(one, later, later, later);
        Api.post(one, program.address() + "/jobs", JOBS).expect(409);
        others.add(other, "{\"payload\":1}");
        Api.post(one, "/api/jobs/" + kept.getFirst() + "/cancel", "").expect(200);

        program.add(one, "{\"payload\":1}");
    }

    @Test
    void whoRepeatsARequestThatHasFilledTheBacklogIsToldThatItWasAdded() {
        Caller one = Api.user(TenantId.COMMONS.value(), "again" + tenant);
        Program program = Program.register(one, receiver, "");
        String body = "{\"jobs\":[" + String.join(",", Collections.nCopies(3, "{\"payload\":1,\"delaySeconds\":3600}"))
                + "]}";

        List<String> ids = added(one, program, body).expect(202).path("jobs.id");

        added(one, program, body)
                .expect(202)
                .body("jobs.id", equalTo(ids))
                .body("jobs.added", contains(false, false, false));
        Api.post(one, program.address() + "/jobs", JOBS).expect(409);
        Api.get(one, "/api/jobs").expect(200).body("items", hasSize(3));
    }

    private static Answer added(Caller who, Program program, String body) {
        return Api.as(who)
                .header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body)
                .post(program.address() + "/jobs");
    }

    @Test
    void aTenantHasAtMostFifty() {
        String body = Program.body("https://example.com/work", "");
        for (int i = 0; i < Workers.MOST; i++) {
            Api.post(i % 2 == 0 ? ada : grace, WORKERS, body).expect(201);
        }

        Api.post(ada, WORKERS, body).expect(409);
    }

    @Test
    void listsGoOnBehindACursor() {
        for (int i = 0; i < 3; i++) {
            Program.register(ada, receiver, "");
        }

        String cursor = Api.get(ada, WORKERS + "?limit=2")
                .expect(200)
                .body("items", hasSize(2))
                .path("nextCursor");

        Api.get(ada, WORKERS + "?limit=2&cursor=" + cursor)
                .expect(200)
                .body("items", hasSize(1))
                .body("nextCursor", nullValue());
        Api.get(ada, WORKERS + "?cursor=x").expect(400);
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        Program program = Program.register(ada, receiver, "\"batch\":{\"size\":7,\"waitSeconds\":3}");

        Api.patch(ada, program.address(), "{\"batch\":{\"size\":8},\"concurrency\":2}")
                .expect(200)
                .body("name", equalTo("thumbnails"))
                .body("batch.size", equalTo(8))
                .body("batch.waitSeconds", equalTo(3))
                .body("concurrency", equalTo(2))
                .body("secret", nullValue());
        Api.patch(admin, program.address(), "{\"maxAttempts\":3}").expect(200).body("subject", equalTo(ada.subject()));
    }

    @Test
    void whoTurnsAWorkerElsewhereOwnsItAndItHasAnotherSecret() {
        Program program = Program.register(ada, receiver, "");

        Api.patch(admin, program.address(), "{\"url\":\"https://example.com/admin\"}")
                .expect(200)
                .body("subject", equalTo(admin.subject()))
                .body("secret", startsWith("whsec_"))
                .body("secret", not(equalTo(program.secret())));

        assertEquals(1, database.number(tenant, "select count(*) from worker_secret"));
        Api.patch(ada, program.address(), "{}").expect(403);
    }

    @Test
    void whoHasLeftIsSentNothingAnyMore() {
        Program program = Program.register(grace, receiver, "\"maxAttempts\":1");
        Api.post(admin, "/api/queues/worker/pause", "").expect(200);
        String job = program.add(ada, "{\"payload\":1}").getFirst();
        left(grace);

        Api.post(ada, program.address() + "/jobs", JOBS).expect(409);
        Api.patch(admin, program.address(), "{\"name\":\"other\"}").body("ownerLeftAt", notNullValue());
        Api.post(admin, "/api/queues/worker/resume", "").expect(200);

        await().until(() -> database.number(
                        tenant,
                        "select count(*) from job where attempts = 0"
                                + " and next_attempt_at between now() + interval '13 minutes' and now() + interval '16 minutes'")
                == 1);
        assertEquals(0, receiver.asked(program.path()).size());
        assertEquals("queued", Program.job(ada, job).path("state").asText());
    }

    @Test
    void anAdminTakesOverTheWorkerOfWhoHasLeft() {
        Program program = Program.register(grace, receiver, "");
        left(grace);
        String path = "/worker/" + Ids.next();
        receiver.on(path, 204, "");

        Api.patch(admin, program.address(), "{\"url\":\"" + receiver.url() + path + "\"}")
                .expect(200)
                .body("ownerLeftAt", nullValue());
        program.add(ada, "{\"payload\":1}");

        await().until(() -> receiver.asked(path).size() == 1);
    }

    @Test
    void whoHasComeBackShowsItByAChange() {
        Program program = Program.register(grace, receiver, "");
        left(grace);

        Api.patch(grace, program.address(), "{}").expect(200).body("ownerLeftAt", nullValue());
        program.add(grace, "{\"payload\":1}");

        program.awaitAsked(1);
    }

    private void left(Caller who) {
        kafka.send(
                Ids.next().toString(),
                new Event.MembershipChanged(who.tenant(), who.subject(), who.handle(), null),
                null);
        await().until(() -> database.number(tenant, "select count(*) from worker where left_at is not null") == 1);
    }

    @Test
    void theAuditTrailTellsWhatIsDoneToAWorkerAndNoSecret() {
        String id = Api.post(ada, WORKERS, Program.body("https://example.com/secret-path", ""))
                .expect(201)
                .path("id");
        String address = WORKERS + "/" + id;
        for (int i = 0; i < 2; i++) {
            Api.patch(ada, address, "{\"concurrency\":2,\"batch\":{\"size\":2}}")
                    .expect(200);
        }
        Api.post(ada, address + "/rotations", "{}").expect(201);
        Api.delete(admin, address).expect(204);

        await().untilAsserted(() -> assertEquals(
                List.of(
                        "user:ada worker.create {host=example.com, owner=user:ada}",
                        "user:ada worker.change {changed=batch,concurrency, host=example.com, owner=user:ada}",
                        "user:ada worker.rotate {host=example.com, overlapSeconds=86400, owner=user:ada}",
                        "user:boss worker.remove {host=example.com, owner=user:ada}"),
                kafka.deeds(tenant)));
    }
}
