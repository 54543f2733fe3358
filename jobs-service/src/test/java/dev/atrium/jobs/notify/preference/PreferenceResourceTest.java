package dev.atrium.jobs.notify.preference;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
        String read = tag(Api.get(ada, PATH).expect(200));

        String first = tag(change("PUT", DAILY, "If-Match", read).expect(200));
        change("PUT", "{\"digest\":\"weekly\"}", "If-Match", read).expect(412);
        change("PATCH", "{\"zone\":\"Europe/Berlin\"}", "If-Match", read).expect(412);

        assertNotEquals(read, first);
        assertEquals(
                first, tag(Api.get(ada, PATH).body("digest", equalTo("daily")).body("zone", equalTo("UTC"))));
        change("PATCH", "{\"zone\":\"Europe/Berlin\"}", "If-Match", first)
                .expect(200)
                .body("digest", equalTo("daily"));
        change("PATCH", "{\"digest\":\"hourly\"}", "If-Match", "*").expect(200);
        change("PATCH", "{\"digest\":\"hourly\"}", "If-Match", "none").expect(400);
    }

    @Test
    void whoeverHasThemAlreadyIsNotToldThemAgain() {
        String tag = tag(Api.patch(ada, PATH, DAILY));

        Api.as(ada).header("If-None-Match", tag).get(PATH).expect(304);
        Api.as(ada).header("If-None-Match", "\"other\"").get(PATH).expect(200);
    }

    private Answer change(String method, String json, String header, String value) {
        return Api.as(ada)
                .header(header, value)
                .contentType("application/json")
                .body(json)
                .send(method, PATH);
    }

    private static String tag(Answer answer) {
        return answer.header("ETag");
    }
}
