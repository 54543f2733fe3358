package dev.atrium.jobs.notify.notice;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class NoticeTest {

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller admin = Api.admin(tenant);
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void adminTellsManyOnceThoughTheRequestIsRepeated() {
        List<String> recipients =
                IntStream.range(0, 120).mapToObj(i -> "user:u" + i).toList();
        String body = Json.write(Map.of("recipients", recipients, "title", "Maintenance", "link", "/status"));

        send(admin, "key-1", body).expect(202).body("recipients", equalTo(120));
        send(admin, "key-1", body).expect(200).body("recipients", equalTo(120));
        send(admin, "key-1", "{\"recipients\":[\"user:x\"],\"title\":\"Other\"}")
                .expect(422);

        await().until(() -> told() == 120);
        await().until(() -> database.number(tenant, "select count(*) from job where state = 'done'") == 1);
        assertEquals(120, told());
        Api.get(Api.user(tenant, "u7"), "/api/notifications")
                .body("items", hasSize(1))
                .body("items[0].category", equalTo("system"))
                .body("items[0].title", equalTo("Maintenance"))
                .body("items[0].actor.handle", equalTo("boss"));
    }

    @Test
    void programTellsByItsOwnNameAndCanBeMuted() {
        String body = "{\"recipients\":[\"user:bob\"],\"title\":\"Build failed\",\"group\":\"build\","
                + "\"groupTitle\":\"{count} builds\",\"data\":{\"build\":7}}";

        send(ada, null, body).expect(202);
        send(ada, null, body).expect(202);

        Caller bob = Api.user(tenant, "bob");
        await().until(() -> told() == 2);
        Api.get(bob, "/api/notifications")
                .body("items", hasSize(1))
                .body("items[0].title", equalTo("2 builds"))
                .body("items[0].category", equalTo("app"))
                .body("items[0].topic", equalTo("sender:user:ada"))
                .body("items[0].data.build", equalTo(7));
        Api.patch(bob, "/api/notifications/preferences", "{\"muted\":[\"sender:user:ada\"]}")
                .expect(200);
        send(ada, null, body).expect(202);
        await().until(() -> database.number(tenant, "select count(*) from job where state = 'done'") == 3);
        assertEquals(2, told());
    }

    @Test
    void onlyAdminsSpeakForTheTenant() {
        send(ada, null, "{\"recipients\":[\"user:bob\"],\"title\":\"x\",\"category\":\"system\"}")
                .expect(403);
        send(ada, null, "{\"recipients\":[\"user:bob\"],\"title\":\"x\",\"category\":\"mention\"}")
                .expect(400);
    }

    @Test
    void strangersTellOnlyThemselves() {
        Caller stranger = Api.user(TenantId.COMMONS.value(), "s" + tenant);

        send(stranger, null, "{\"recipients\":[\"user:bob\"],\"title\":\"x\"}").expect(403);
        send(stranger, null, "{\"recipients\":[\"" + stranger.subject() + "\"],\"title\":\"Remember\"}")
                .expect(202);
        await().until(() -> Api.get(stranger, "/api/notifications/count").<Integer>path("unread") == 1);
    }

    @Test
    void recipientsOfOneSenderAreCountedInADay() {
        database.update(
                tenant,
                "insert into notice (tenant, id, sender, content, recipients, created_at)"
                        + " values (?, gen_random_uuid(), 'user:boss', '{}', 9999, now())",
                tenant);
        String two = "{\"recipients\":[\"user:a\",\"user:b\"],\"title\":\"x\"}";
        String one = "{\"recipients\":[\"user:a\"],\"title\":\"x\"}";

        send(admin, null, two).expect(429).body("type", equalTo(ProblemType.QUOTA_EXCEEDED.uri()));
        send(admin, "k", one).expect(202);
        send(admin, "k", one).expect(200);
        send(admin, null, one).expect(429);
        send(ada, null, two).expect(202);
    }

    @Test
    void ofManyAtTheSameTimeEachIsToldOnceAndNoMoreThanMayBe() throws Exception {
        database.update(
                tenant,
                "insert into notice (tenant, id, sender, content, recipients, created_at)"
                        + " values (?, gen_random_uuid(), 'user:boss', '{}', 9990, now())",
                tenant);
        String body = "{\"recipients\":[\"user:ada\"],\"title\":\"x\"}";
        List<Integer> answers = new CopyOnWriteArrayList<>();

        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 30; i++) {
                // Half of them repeat the other half.
                String key = "many-" + i / 2;
                senders.execute(() -> answers.add(send(admin, key, body).statusCode()));
            }
        }

        assertEquals(30, answers.size());
        assertEquals(10, answers.stream().filter(status -> status == 202).count());
        assertEquals(10, answers.stream().filter(status -> status == 200).count());
        assertEquals(10, answers.stream().filter(status -> status == 429).count());
        await().until(() -> database.number(tenant, "select count(*) from job where state = 'done'") == 10);
        assertEquals(10, told());
        assertEquals(10, database.number(tenant, "select revision from inbox_owner"));
        assertEquals(10, database.number(tenant, "select max(sequence) from notification"));
        Api.get(ada, "/api/notifications/count").body("unread", equalTo(10));
    }

    @Test
    void whoWantsToHearOfItOtherwiseDoesNotFindItInTheInbox() {
        Api.patch(ada, "/api/notifications/preferences", "{\"categories\":{\"system\":{\"inApp\":false}}}")
                .expect(200);

        send(admin, null, "{\"recipients\":[\"user:ada\"],\"title\":\"x\"}").expect(202);

        await().until(() -> told() == 1);
        for (String status : List.of("inbox", "archived", "unread")) {
            Api.get(ada, "/api/notifications?status=" + status).body("items", hasSize(0));
        }
        Api.get(ada, "/api/notifications/count").body("unread", equalTo(0));
    }

    @Test
    void whoSentANoticeThatWasGivenUpReadsItAndSaysItOtherwise() {
        Api.as(admin).post("/api/queues/fanout/pause").expect(200);
        String first = notice("user:bob", "Teh build failed");
        String id = send(ada, "key", first).expect(202).path("id");
        UUID job = JobQueue.id(NoticeFanout.TYPE, id);
        await().until(() -> state(job).equals("paused"));
        database.update(tenant, "update job set state = 'dead', ended_at = now() where id = ?", job);

        Api.get(ada, "/api/jobs/" + job)
                .body("payload.title", equalTo("Teh build failed"))
                .body("payload.recipients", equalTo(List.of("user:bob")));
        Api.get(admin, "/api/jobs/" + job).expect(200).body("payload", nullValue());
        String better = notice("user:bob", "The build failed");
        replay(admin, job, better).expect(400).body("errors[0].pointer", equalTo("/payload"));
        replay(Api.user(tenant, "bob"), job, better).expect(404);
        replay(ada, job, notice("user:bob", " ")).expect(400).body("errors[0].pointer", equalTo("/payload/title"));
        replay(ada, job, "{\"colour\":\"red\"}").expect(400).body("errors[0].pointer", equalTo("/payload"));
        replay(ada, job, better.replace("{", "{\"category\":\"system\",")).expect(403);
        assertEquals("dead", state(job));

        replay(ada, job, better).expect(200).body("state", equalTo("queued")).body("payload", nullValue());
        Api.as(admin).post("/api/queues/fanout/resume").expect(200);

        await().until(() -> state(job).equals("done"));
        Api.get(Api.user(tenant, "bob"), "/api/notifications")
                .body("items", hasSize(1))
                .body("items[0].title", equalTo("The build failed"))
                .body("items[0].actor.subject", equalTo("user:ada"));
        replay(ada, job, better).expect(200).body("state", equalTo("done"));
        send(ada, "key", first).expect(200);
        await().untilAsserted(() -> assertTrue(kafka.deeds(tenant)
                .contains("user:ada job.replay {class=fanout, edited=true, owner=user:ada, type=notify.notice}")));
    }

    @Test
    void noticeThatIsSaidOtherwiseCountsAsOneThatIsSent() {
        Api.as(admin).post("/api/queues/fanout/pause").expect(200);
        String id = send(ada, null, notice("user:bob", "x")).expect(202).path("id");
        UUID job = JobQueue.id(NoticeFanout.TYPE, id);
        await().until(() -> state(job).equals("paused"));
        database.update(tenant, "update job set state = 'dead', ended_at = now() where id = ?", job);
        database.update(
                tenant,
                "insert into notice (tenant, id, sender, content, recipients, created_at)"
                        + " values (?, gen_random_uuid(), 'user:ada', '{}', 9999, now())",
                tenant);

        replay(ada, job, notice("user:bob\",\"user:c", "x"))
                .expect(429)
                .body("type", equalTo(ProblemType.QUOTA_EXCEEDED.uri()));
        replay(ada, job, notice("user:c", "x")).expect(200);

        send(ada, null, notice("user:bob", "x")).expect(429);
    }

    private static String notice(String recipients, String title) {
        return "{\"recipients\":[\"" + recipients + "\"],\"title\":\"" + title + "\"}";
    }

    private String state(UUID job) {
        return database.text(tenant, "select state from job where id = ?", job);
    }

    private static Answer replay(Caller who, UUID job, String payload) {
        return Api.as(who)
                .header("Idempotency-Key", "replay")
                .contentType("application/json")
                .body("{\"payload\":" + payload + "}")
                .post("/api/jobs/" + job + "/replay");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"recipients\":[],\"title\":\"x\"}",
                "{\"recipients\":[\"nobody\"],\"title\":\"x\"}",
                "{\"recipients\":[\"user:a\"],\"title\":\" \"}",
                "{\"recipients\":[\"user:a\"],\"title\":\"x\",\"link\":\"javascript:alert(1)\"}",
                "{\"recipients\":[\"user:a\"],\"title\":\"x\",\"data\":[]}",
                "{\"recipients\":[\"user:a\"],\"title\":\"x\",\"colour\":\"red\"}"
            })
    void noticeThatIsWrongIsRefused(String body) {
        send(admin, null, body).expect(400);
    }

    private long told() {
        return database.number(tenant, "select count(*) from notification");
    }

    private static Answer send(Caller who, @org.jspecify.annotations.Nullable String key, String body) {
        var request = Api.as(who).contentType("application/json").body(body);
        return (key == null ? request : request.header("Idempotency-Key", key)).post("/api/notifications");
    }
}
