package dev.atrium.jobs.workflow;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class WorkflowControlResourceTest {

    @Inject
    WorkflowEngine engine;

    @Inject
    Scenario scenario;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private Instances instances;
    private Caller owner;
    private String path;

    @BeforeEach
    void waitingInstance() {
        instances = Instances.fresh(engine, scenario, database);
        owner = Api.user(instances.tenant(), "a");
        path = "/api/workflows/" + instances.id();
        instances.start((steps, _) ->
                steps.waitFor("approved", Object.class, Duration.ofDays(30)).isPresent());
        instances.awaitStatus("waiting");
    }

    @Test
    void eventIsTakenOnceByItsKey() {
        send("k1", "{\"n\":1}").expect(202);

        send("k1", "{\"n\":1}").expect(200);
        send("k2", "{\"n\":2}").expect(409).body("type", equalTo("/problems/conflict"));

        instances.awaitStatus("complete");
        send("k1", "{\"n\":1}").expect(200);
        Api.post(owner, path + "/events/later", "{}").expect(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "null", "{", "1"})
    void payloadThatIsNoObjectIsRefused(String payload) {
        send("k", payload).expect(400);
    }

    @Test
    void payloadIsBounded() {
        send("k", "{\"x\":\"" + "x".repeat(128 << 10) + "\"}").expect(413).body("type", equalTo("/problems/too-large"));
    }

    @Test
    void instanceIsPausedResumedCancelledAndRestarted() {
        command("pause").expect(200).body("status", equalTo("paused"));
        command("pause").expect(200).body("status", equalTo("paused"));
        command("resume").expect(200).body("status", equalTo("queued"));
        instances.awaitStatus("waiting");
        command("cancel").expect(200).body("status", equalTo("cancelled")).body("endedAt", notNullValue());
        command("cancel").expect(200);
        command("resume").expect(409).body("detail", containsString("cancelled"));
        for (String step : List.of("unheard-of", "\\u0000")) {
            Api.post(owner, path + "/restart", "{\"from\":\"" + step + "\"}")
                    .expect(400)
                    .body("errors[0].pointer", equalTo("/from"));
        }
        Api.post(owner, path + "/restart", "{\"from\":\"approved\"}")
                .expect(200)
                .body("status", equalTo("queued"));
        instances.awaitStatus("waiting");

        Api.get(owner, path).body("steps.kind", equalTo(List.of("event"))).body("version", equalTo(1));
    }

    @Test
    void historyTellsEveryTransitionAndWhoAskedForIt() {
        command("pause").expect(200);

        Answer first = Api.get(owner, path + "/history?limit=3")
                .expect(200)
                .body("items.status", equalTo(List.of("queued", "running", "waiting")))
                .body("items.sequence", equalTo(List.of(1, 2, 3)));
        String cursor = first.path("nextCursor");
        Api.get(owner, path + "/history?cursor=" + cursor)
                .expect(200)
                .body("items.status", equalTo(List.of("paused")))
                .body("items[0].actor", equalTo("user:a"))
                .body("items[0].at", notNullValue());
        Api.get(owner, path + "/history?cursor=x").expect(400);
    }

    @Test
    void listIsFiltered() {
        Api.get(owner, "/api/workflows?status=waiting&type=scenario").body("items", hasSize(1));
        Api.get(owner, "/api/workflows?status=complete").body("items", hasSize(0));
        Api.get(owner, "/api/workflows?type=onboarding").body("items", hasSize(0));
        Api.get(owner, "/api/workflows?since=2020-01-01T00:00:00Z&until=2120-01-01T00:00:00Z")
                .body("items", hasSize(1));
        Api.get(owner, "/api/workflows?since=2120-01-01T00:00:00Z").body("items", hasSize(0));
        for (String bad : List.of("status=x", "since=yesterday", "until=1", "type=%00")) {
            Api.get(owner, "/api/workflows?" + bad)
                    .expect(400)
                    .body("errors[0].parameter", equalTo(bad.substring(0, bad.indexOf('='))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"events/approved", "cancel", "pause", "resume", "restart"})
    void whatSomebodyElseMayNotSeeIsNotThere(String what) {
        Caller stranger = Api.user(instances.tenant(), "stranger");
        Caller foreign = Api.admin(Api.freshTenant());
        String absent = Api.post(owner, "/api/workflows/unheard-of/" + what, "{}")
                .expect(404)
                .path("detail");

        for (Caller other : List.of(stranger, foreign)) {
            Api.post(other, path + "/" + what, "{}").expect(404).body("detail", equalTo(absent));
            Api.get(other, path + "/history").expect(404).body("detail", equalTo(absent));
        }
        Caller reader = TestTokens.caller("user:a", instances.tenant(), "jobs:read");
        Api.post(reader, path + "/" + what, "{}").expect(403);
        await().during(Duration.ofMillis(100))
                .until(() -> instances.column("status").equals("waiting"));
    }

    @Test
    void adminControlsAllOfTheTenant() {
        Api.post(Api.admin(instances.tenant()), path + "/events/approved", "{}").expect(202);

        instances.awaitStatus("complete");
    }

    @Test
    void theAuditTrailTellsOnceWhatOthersThanTheOwnerDo() {
        Caller admin = Api.admin(instances.tenant());
        command("pause").expect(200);
        for (String command : List.of("resume", "cancel", "cancel")) {
            Api.as(admin).post(path + "/" + command).expect(200);
        }

        await().untilAsserted(() -> assertEquals(
                List.of(
                        "user:boss workflow.resume {owner=user:a, type=scenario}",
                        "user:boss workflow.cancel {owner=user:a, type=scenario}"),
                kafka.deeds(instances.tenant())));
    }

    private Answer send(String key, String payload) {
        return Api.as(owner)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(payload)
                .post(path + "/events/approved");
    }

    private Answer command(String command) {
        return Api.as(owner).post(path + "/" + command);
    }
}
