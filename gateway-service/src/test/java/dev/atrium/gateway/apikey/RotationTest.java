package dev.atrium.gateway.apikey;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key that gets a new secret.
@QuarkusTest
final class RotationTest {

    private static final String AUTHORIZATION = "Authorization";

    @Test
    void bothSecretsWorkUntilTheOverlapEnds() {
        JsonNode before = Gateway.createKey("{\"label\":\"robot\"}");

        Answer rotated = rotate(before, before, "{\"overlapSeconds\":600}");

        assertEquals(201, rotated.status(), rotated.text());
        JsonNode after = rotated.json();
        assertNotEquals(before.path("key"), after.path("key"));
        for (String same : List.of("id", "handle", "label", "scopes", "createdAt")) {
            assertEquals(before.path(same), after.path(same), same);
        }
        assertEquals(Duration.ofMinutes(10), overlap(after));
        for (String same : List.of("/subject", "/scopes", "/key/id", "/key/label", "/key/scopes")) {
            assertEquals(me(before).json().at(same), me(after).json().at(same), same);
        }
        assertEquals(after.path("formerUntil"), me(before).json().at("/key/expiresAt"), "a former secret's own end");
        assertTrue(me(after).json().at("/key/expiresAt").isMissingNode());

        change(after, "valid_until = now()");

        await().until(() -> me(before).status() == 401);
        assertEquals(200, me(after).status());
    }

    @Test
    void theOverlapIsADayIfNothingIsSaid() {
        JsonNode key = Gateway.createKey("{}");

        assertEquals(
                Duration.ofDays(1),
                overlap(Gateway.send("POST", path(key), AUTHORIZATION, bearer(key))
                        .json()));
        assertEquals(Duration.ofDays(1), overlap(rotate(key, key, "{}").json()));
    }

    @Test
    void withoutAnOverlapAllFormerSecretsEndAtOnce() {
        JsonNode first = Gateway.createKey("{}");
        JsonNode second = rotate(first, first, "{}").json();
        assertEquals(200, me(first).status());

        JsonNode third = rotate(second, second, "{\"overlapSeconds\":0}").json();

        assertEquals(401, me(first).status());
        assertEquals(401, me(second).status());
        assertEquals(200, me(third).status());
    }

    @Test
    void anAnswerThatWasLostEndsNothingThatIsInUse() {
        JsonNode key = Gateway.createKey("{}");

        assertEquals(201, rotate(key, key, "{}").status());
        JsonNode after = rotate(key, key, "{}").json();

        assertEquals(200, me(key).status());
        assertEquals(200, me(after).status());
    }

    @Test
    void aFormerSecretEndsNoOther() {
        JsonNode former = Gateway.createKey("{}");
        JsonNode present = rotate(former, former, "{\"overlapSeconds\":600}").json();

        JsonNode again = rotate(former, former, "{\"overlapSeconds\":0}").json();

        assertEquals(Duration.ofDays(1), overlap(again));
        for (JsonNode secret : List.of(former, present, again)) {
            assertEquals(200, me(secret).status());
        }

        JsonNode last = rotate(present, present, "{}").json();

        assertEquals(200, me(last).status());
        assertEquals(201, rotate(last, last, "{\"overlapSeconds\":0}").status());
        for (JsonNode secret : List.of(former, present, again, last)) {
            assertEquals(401, me(secret).status());
        }
    }

    @Test
    void fewFormerSecretsWorkAtATime() {
        JsonNode key = Gateway.createKey("{}");
        JsonNode last = key;
        for (int i = 0; i < 3; i++) {
            last = rotate(last, last, "{}").json();
        }

        rotate(last, last, "{}").assertProblem(ProblemType.CONFLICT);
        assertEquals(200, me(key).status());
        assertEquals(201, rotate(last, last, "{\"overlapSeconds\":0}").status());
    }

    @Test
    void revocationEndsAllSecrets() {
        JsonNode before = Gateway.createKey("{}");
        JsonNode after = rotate(before, before, "{}").json();
        assertEquals(200, me(before).status());

        Gateway.send("DELETE", "/api/keys/" + after.path("id").asText(), AUTHORIZATION, bearer(after));

        assertEquals(401, me(before).status());
        assertEquals(401, me(after).status());
    }

    @Test
    void aNarrowerKeyRotatesNoWiderOne() {
        JsonNode wide = Gateway.createKey("{}");
        JsonNode narrow = Gateway.sendJson(
                        "POST", "/api/keys", "{\"scopes\":[\"keys:write\"]}", AUTHORIZATION, bearer(wide))
                .json();

        rotate(narrow, wide, "{}").assertProblem(ProblemType.FORBIDDEN);
        assertEquals(201, rotate(narrow, narrow, "{}").status());
        assertEquals(201, rotate(wide, narrow, "{}").status());
    }

    @Test
    void aFormerSecretNeitherRotatesItsKeyNorMakesOneThatOutlivesIt() {
        JsonNode former = Gateway.createKey("{}");
        JsonNode present = rotate(former, former, "{\"overlapSeconds\":1800}").json();
        change(present, "replaced_at = now() - interval '11 minutes'");

        rotate(former, former, "{}").assertProblem(ProblemType.FORBIDDEN);
        JsonNode child = Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, bearer(former))
                .json();

        assertEquals(present.path("formerUntil"), child.path("expiresAt"));
        assertEquals(200, me(present).status());
    }

    @Test
    void aKeyThatHasEndedGetsNoNewSecret() {
        JsonNode owner = Gateway.createKey("{}");
        JsonNode revoked = Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, bearer(owner))
                .json();
        Gateway.send("DELETE", "/api/keys/" + revoked.path("id").asText(), AUTHORIZATION, bearer(owner));

        rotate(owner, revoked, "{}").assertProblem(ProblemType.CONFLICT);
    }

    @Test
    void somebodyElsesKeyIsNotThere() {
        JsonNode mine = Gateway.createKey("{}");

        rotate(Gateway.createKey("{}"), mine, "{}").assertProblem(ProblemType.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"overlapSeconds\":-1}",
                "{\"overlapSeconds\":2592001}",
                "{\"overlapSeconds\":\"a while\"}",
                "{\"overlap\":5}",
                "[]"
            })
    void aRotationThatIsNotValidChangesNothing(String rotation) {
        JsonNode key = Gateway.createKey("{}");

        rotate(key, key, rotation).assertProblem(ProblemType.INVALID_REQUEST);

        assertTrue(Gateway.send("GET", "/api/keys/" + key.path("id").asText(), AUTHORIZATION, bearer(key))
                .json()
                .path("rotatedAt")
                .isMissingNode());
    }

    private static void change(JsonNode key, String assignment) {
        Database.execute("set atrium.tenant = 'commons'; update api_key_former_secrets set " + assignment
                + " where key_id = '" + key.path("id").asText() + "'");
    }

    private static Answer rotate(JsonNode with, JsonNode key, String rotation) {
        return Gateway.sendJson("POST", path(key), rotation, AUTHORIZATION, bearer(with));
    }

    private static String path(JsonNode key) {
        return "/api/keys/" + key.path("id").asText() + "/rotations";
    }

    private static Answer me(JsonNode key) {
        return Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(key));
    }

    private static Duration overlap(JsonNode key) {
        return Duration.between(instant(key, "rotatedAt"), instant(key, "formerUntil"))
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant instant(JsonNode key, String property) {
        return Instant.parse(key.path(property).asText());
    }

    private static String bearer(JsonNode key) {
        return "Bearer " + key.path("key").asText();
    }
}
