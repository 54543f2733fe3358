package dev.atrium.jobs.notify.preference;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.Caller;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

/// That two who change the same preferences at once, as in two tabs, do not undo each other's changes
/// unseen.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class PreferenceResourceTest {

    private static final String PATH = "/api/notifications/preferences";
    private static final String DAILY = "{\"digest\":\"daily\"}";

    private final Caller ada = Api.user(Api.freshTenant(), "ada");

    @Test
    void aChangeOfWhatHasChangedIsRefused() {
        String read = tag(Api.get(ada, PATH).statusCode(200));

        String first = tag(change("PUT", DAILY, "If-Match", read).statusCode(200));
        change("PUT", "{\"digest\":\"weekly\"}", "If-Match", read).statusCode(412);
        change("PATCH", "{\"zone\":\"Europe/Berlin\"}", "If-Match", read).statusCode(412);

        assertNotEquals(read, first);
        assertEquals(
                first, tag(Api.get(ada, PATH).body("digest", equalTo("daily")).body("zone", equalTo("UTC"))));
        change("PATCH", "{\"zone\":\"Europe/Berlin\"}", "If-Match", first)
                .statusCode(200)
                .body("digest", equalTo("daily"));
        change("PATCH", "{\"digest\":\"hourly\"}", "If-Match", "*").statusCode(200);
        change("PATCH", "{\"digest\":\"hourly\"}", "If-Match", "none").statusCode(400);
    }

    @Test
    void whoeverHasThemAlreadyIsNotToldThemAgain() {
        String tag = tag(Api.patch(ada, PATH, DAILY));

        Api.as(ada).header("If-None-Match", tag).get(PATH).then().statusCode(304);
        Api.as(ada).header("If-None-Match", "\"other\"").get(PATH).then().statusCode(200);
    }

    private ValidatableResponse change(String method, String json, String header, String value) {
        return Api.as(ada)
                .header(header, value)
                .contentType("application/json")
                .body(json)
                .request(method, PATH)
                .then();
    }

    private static String tag(ValidatableResponse answer) {
        return answer.extract().header("ETag");
    }
}
