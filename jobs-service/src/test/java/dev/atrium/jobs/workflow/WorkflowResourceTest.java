package dev.atrium.jobs.workflow;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class WorkflowResourceTest {

    private static final String START = "/api/workflow/start";

    @Inject
    Database database;

    private final String tenant = Api.freshTenant();
    private final Caller caller = Api.user(tenant, "caller");
    private final String user = "u" + Ids.next();

    @Test
    void startedOnboardingIsShownWithItsSteps() {
        Api.post(caller, START, onboarding("Ada Lovelace"))
                .expect(202)
                .header("Location", equalTo("/api/workflows/onboarding:" + user))
                .body("id", equalTo("onboarding:" + user))
                .body("type", equalTo("onboarding"))
                .body("status", equalTo("queued"))
                .body("createdAt", notNullValue());

        awaitComplete();
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .expect(200)
                .body("status", equalTo("complete"))
                .body("subject", equalTo("user:caller"))
                .body("steps.name", equalTo(java.util.List.of("validate", "profile", "welcome-mail", "settings")))
                .body("steps[0].status", equalTo("complete"))
                .body("steps[0].attempts", equalTo(1))
                .body("steps[0].startedAt", notNullValue())
                .body("steps[0].endedAt", notNullValue())
                .body("steps[0].error", nullValue())
                .body("result.userId", equalTo(user))
                .body("result.mail", equalTo("sent"))
                .body("error", nullValue());
    }

    @Test
    void sameStartAgainGivesTheSameInstance() {
        Api.post(caller, START, onboarding("Ada")).expect(202);

        Api.post(caller, START, onboarding("Ada")).expect(200).body("id", equalTo("onboarding:" + user));

        assertEquals(1, database.number(tenant, "select count(*) from workflow"));
    }

    @Test
    void sameIdWithOtherInputIsAConflict() {
        Api.post(caller, START, onboarding("Ada")).expect(202);

        problem(Api.post(caller, START, onboarding("Bob")), 409, "conflict");
    }

    @Test
    void instanceOfSomebodyElseIsAConflictWithoutDetails() {
        Api.post(caller, START, onboarding("Ada")).expect(202);

        problem(Api.post(Api.user(tenant, "stranger"), START, onboarding("Ada")), 409, "conflict")
                .body("status", equalTo(409))
                .body("steps", nullValue());
    }

    @Test
    void ownIdCanBeGiven() {
        Api.post(caller, START, "{\"type\":\"onboarding\",\"id\":\"mine-1\",\"input\":" + input("Ada") + "}")
                .expect(202)
                .body("id", equalTo("mine-1"));
    }

    @Test
    void unknownTypeIsRefusedWithTheKnownOnes() {
        problem(Api.post(caller, START, "{\"type\":\"x\",\"input\":{}}"), 400, "invalid-request")
                .body("errors[0].pointer", equalTo("/type"))
                .body("errors[0].detail", containsString("onboarding"));
        nothingIsStarted();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                     | /type",
                "{\"type\":null,\"input\":{}}                           | /type",
                "{\"type\":\"onboarding\"}                              | /input",
                "{\"type\":\"onboarding\",\"input\":null}               | /input",
                "{\"type\":\"onboarding\",\"input\":\"x\"}              | /input",
                "{\"type\":\"onboarding\",\"input\":[]}                 | /input",
                "{\"type\":\"onboarding\",\"input\":{},\"extra\":1}     | /extra",
                "{\"type\":\"onboarding\",\"input\":{}}                 | /input/userId",
                "{\"type\":\"onboarding\",\"input\":{}}                 | /input/email",
                "{\"type\":\"onboarding\",\"input\":{}}                 | /input/name",
                "{\"type\":\"onboarding\",\"input\":{\"a/b\":1}}        | /input/a~1b",
                "{\"type\":\"onboarding\",\"input\":{\"userId\":7}}     | /input/userId",
                "{\"type\":\"onboarding\",\"id\":\"\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\"A\"}}          | /id",
                "{\"type\":\"onboarding\",\"id\":\"a b\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\"A\"}}       | /id",
                "{\"type\":\"onboarding\",\"id\":\"a/b\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\"A\"}}       | /id",
                "{\"type\":\"onboarding\",\"id\":\"schedule:a\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\"A\"}}       | /id",
                "{\"type\":\"onboarding\",\"id\":\"child:a.b\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\"A\"}}       | /id",
                "{\"type\":\"onboarding\",\"input\":{\"userId\":\"a/b\",\"email\":\"a@b.de\",\"name\":\"A\"}}                    | /input/userId",
                "{\"type\":\"onboarding\",\"input\":{\"userId\":\"u\",\"email\":\"nobody\",\"name\":\"A\"}}                      | /input/email",
                "{\"type\":\"onboarding\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\\r\\nBcc: c@d.de\",\"name\":\"A\"}}     | /input/email",
                "{\"type\":\"onboarding\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\" \"}}                      | /input/name",
                "{\"type\":\"onboarding\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\"A\\nB\"}}                  | /input/name",
                "{\"type\":\"onboarding\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\"A\\u0000\"}}               | /input/name",
                "{\"type\":\"onboarding\",\"input\":{\"userId\":\"u\",\"email\":\"a@b.de\",\"name\":\"\\u202Eevil\"}}            | /input/name"
            })
    void bodyIsRefusedAtTheFault(String body, String pointer) {
        problem(Api.post(caller, START, body), 400, "invalid-request").body("errors.pointer", hasItem(pointer));
        nothingIsStarted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "7", "null", "{\"type\":{}}", "{\"type\":\"onboarding\",\"input\":{\"name\":"})
    void brokenBodyIsRefused(String body) {
        problem(Api.post(caller, START, body), 400, "invalid-request");
        nothingIsStarted();
    }

    @Test
    void tooLongValuesAreRefused() {
        problem(Api.post(caller, START, onboarding("x".repeat(101))), 400, "invalid-request")
                .body("errors[0].pointer", equalTo("/input/name"));
        String id = "i".repeat(201);
        problem(
                        Api.post(
                                caller,
                                START,
                                "{\"type\":\"onboarding\",\"id\":\"" + id + "\",\"input\":" + input("Ada") + "}"),
                        400,
                        "invalid-request")
                .body("errors[0].pointer", equalTo("/id"));
        nothingIsStarted();
    }

    @Test
    void otherMediaTypesAreRefused() {
        Api.as(caller).contentType("text/plain").body("x").post(START).expect(415);
        nothingIsStarted();
    }

    @Test
    void requestsNeedATokenAndItsScope() {
        Request.plain()
                .contentType("application/json")
                .body(onboarding("Ada"))
                .post(START)
                .expect(401);
        Request.plain()
                .header("Authorization", "Bearer x")
                .get("/api/workflows")
                .expect(401);
        Caller reader = TestTokens.caller("user:reader", tenant, "jobs:read");
        problem(Api.post(reader, START, onboarding("Ada")), 403, "forbidden");
        Caller other = TestTokens.caller("user:other", tenant, "rooms:read");
        problem(Api.get(other, "/api/workflows"), 403, "forbidden");
        problem(Api.get(other, "/api/workflows/x"), 403, "forbidden");
        nothingIsStarted();
    }

    @Test
    void nobodyElseSeesAnInstanceButTheTenantsAdmins() {
        Api.post(caller, START, onboarding("Ada")).expect(202);
        String path = "/api/workflows/onboarding:" + user;

        String absent = problem(Api.get(caller, "/api/workflows/absent"), 404, "not-found")
                .path("detail");
        problem(Api.get(Api.user(Api.freshTenant(), "caller"), path), 404, "not-found")
                .body("detail", equalTo(absent));
        problem(Api.get(Api.admin(Api.freshTenant()), path), 404, "not-found").body("detail", equalTo(absent));
        problem(Api.get(Api.user(tenant, "stranger"), path), 404, "not-found").body("detail", equalTo(absent));
        problem(Api.get(caller, "/api/workflows/%00"), 404, "not-found").body("detail", equalTo(absent));
        Api.get(Api.admin(tenant), path).expect(200);
        Api.get(Api.user(tenant, "stranger"), "/api/workflows").expect(200).body("items", hasSize(0));
        Api.get(Api.admin(tenant), "/api/workflows").expect(200).body("items", hasSize(1));
    }

    @Test
    void listIsPagedNewestFirst() {
        for (int i = 0; i < 3; i++) {
            Api.post(caller, START, "{\"type\":\"onboarding\",\"id\":\"w" + i + "\",\"input\":" + input("Ada") + "}")
                    .expect(202);
        }

        Answer first = Api.get(caller, "/api/workflows?limit=2")
                .expect(200)
                .body("items.id", equalTo(java.util.List.of("w2", "w1")))
                .body("items[0].steps", nullValue());
        String cursor = first.path("nextCursor");
        Api.get(caller, "/api/workflows?limit=2&cursor=" + cursor)
                .expect(200)
                .body("items.id", equalTo(java.util.List.of("w0")))
                .body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "limit=-1", "limit=1e3", "cursor=x", "cursor=%00"})
    void badPageIsRefused(String query) {
        problem(Api.get(caller, "/api/workflows?" + query), 400, "invalid-request")
                .body("errors[0].parameter", equalTo(query.substring(0, query.indexOf('='))));
    }

    private static Answer problem(Answer response, int status, String slug) {
        return response.expect(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + slug))
                .body("instance", equalTo("test"));
    }

    private void nothingIsStarted() {
        assertEquals(0, database.number(tenant, "select count(*) from workflow"));
    }

    private void awaitComplete() {
        await().until(() -> database.number(tenant, "select count(*) from workflow where status = 'complete'") == 1);
    }

    private String onboarding(String name) {
        return "{\"type\":\"onboarding\",\"input\":" + input(name) + "}";
    }

    private String input(String name) {
        return "{\"userId\":\"" + user + "\",\"email\":\"" + user + "@mail.example\",\"name\":\"" + name + "\"}";
    }
}
