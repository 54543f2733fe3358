package dev.atrium.jobs.queue;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class JobResourceTest {

    @Inject
    JobQueue queue;

    @Inject
    Scripted handler;

    @Inject
    Database database;

    private final String tenant = Api.freshTenant();
    private final Caller caller = Api.user(tenant, "caller");

    @Test
    void jobIsShownToItsOwnerAndToAdmins() {
        UUID id = add("user:caller", _ -> new Outcome.Dead("no such thing"));
        await().until(() -> ended() == 1);

        for (Caller who : List.of(caller, Api.admin(tenant))) {
            Api.get(who, "/api/jobs/" + id)
                    .expect(200)
                    .body("id", equalTo(id.toString()))
                    .body("class", equalTo("media"))
                    .body("type", equalTo("test.scripted"))
                    .body("subject", equalTo("user:caller"))
                    .body("state", equalTo("dead"))
                    .body("attempts", equalTo(1))
                    .body("note", equalTo("no such thing"))
                    .body("createdAt", notNullValue())
                    .body("startedAt", notNullValue())
                    .body("endedAt", notNullValue())
                    .body("nextAttemptAt", nullValue());
        }
        Api.get(caller, "/api/jobs/" + id).body("payload", nullValue());
    }

    @Test
    void jobOfAnybodyElseIsAsIfAbsent() {
        UUID id = add("user:caller", _ -> new Outcome.Done(null));
        String absent = problem(Api.get(caller, "/api/jobs/" + UUID.randomUUID()), 404, "not-found")
                .path("detail");

        for (Caller who : List.of(
                Api.user(tenant, "stranger"), Api.user(Api.freshTenant(), "caller"), Api.admin(Api.freshTenant()))) {
            problem(Api.get(who, "/api/jobs/" + id), 404, "not-found").body("detail", equalTo(absent));
            Api.get(who, "/api/jobs").expect(200).body("items", hasSize(0));
        }
    }

    @Test
    void listIsFilteredAndPagedNewestFirst() {
        UUID dead = add("user:caller", _ -> new Outcome.Dead("x"));
        UUID first = add("user:caller", _ -> new Outcome.Done(null));
        UUID second = add("user:caller", _ -> new Outcome.Done(null));
        await().until(() -> ended() == 3);

        Api.get(caller, "/api/jobs?state=dead").expect(200).body("items.id", equalTo(List.of(dead.toString())));
        Api.get(caller, "/api/jobs?class=media&state=queued").expect(200).body("items", hasSize(0));
        String cursor = Api.get(caller, "/api/jobs?limit=2")
                .expect(200)
                .body("items.id", equalTo(List.of(second.toString(), first.toString())))
                .path("nextCursor");
        Api.get(caller, "/api/jobs?limit=2&cursor=" + cursor)
                .expect(200)
                .body("items.id", equalTo(List.of(dead.toString())))
                .body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=lost",
                "class=unheard-of",
                "limit=0",
                "limit=201",
                "limit=ten",
                "cursor=x",
                "cursor=MS5ub3QtYS11dWlk"
            })
    void badFilterIsRefused(String query) {
        problem(Api.get(caller, "/api/jobs?" + query), 400, "invalid-request")
                .body("errors[0].parameter", equalTo(query.substring(0, query.indexOf('='))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%00", "1234", "00000000-0000-0000-0000-00000000000g"})
    void idThatIsNoneIsAbsent(String id) {
        problem(Api.get(caller, "/api/jobs/" + id), 404, "not-found");
    }

    @Test
    void requestsNeedATokenAndItsScope() {
        Request.plain().get("/api/jobs").expect(401);
        Request.plain().get("/api/jobs/" + UUID.randomUUID()).expect(401);
        Caller other = TestTokens.caller("user:other", tenant, "jobs:write");
        problem(Api.get(other, "/api/jobs"), 403, "forbidden");
        problem(Api.get(other, "/api/jobs/" + UUID.randomUUID()), 403, "forbidden");
    }

    private UUID add(String subject, Scripted.Act act) {
        String payload = Ids.next().toString();
        handler.on(payload, act);
        UUID id = database.transaction(
                tenant,
                connection -> queue.add(connection, Scripted.TYPE, new TenantId(tenant), payload, subject, payload));
        queue.wake(JobClass.MEDIA);
        return id;
    }

    private long ended() {
        return database.number(tenant, "select count(*) from job where state in ('done', 'dead')");
    }

    private static Answer problem(Answer response, int status, String slug) {
        return response.expect(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + slug));
    }
}
