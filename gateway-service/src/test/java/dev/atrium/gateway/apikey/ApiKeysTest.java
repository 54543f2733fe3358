package dev.atrium.gateway.apikey;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class ApiKeysTest {

    private static final String AUTHORIZATION = "Authorization";

    @Test
    void anybodyGetsAKeyByOneRequestWithoutABody() {
        Answer created = Gateway.send("POST", "/api/keys");

        assertEquals(201, created.status());
        JsonNode key = created.json();
        assertTrue(KeyText.isIntact("mai_", key.path("key").asText()));
        assertTrue(key.path("handle").asText().matches("[a-z]+-[a-z]+-[0-9]+"));
        Set<String> scopes = new TreeSet<>(Scopes.OF_KEYS);
        scopes.remove(Scopes.ORGANISATIONS_WRITE);
        assertEquals(Json.write(scopes), key.path("scopes").toString());
        assertFalse(key.has("label"));
        assertFalse(key.has("expiresAt"));
        assertEquals("no-store", created.header("Cache-Control"));
    }

    @Test
    void anEmptyBodyIsNoBodyWhateverItsType() {
        for (String type : List.of("application/json", "application/x-www-form-urlencoded", "text/plain")) {
            Answer created = Gateway.send("POST", "/api/keys", BodyPublishers.ofString(""), "Content-Type", type);

            assertEquals(201, created.status(), type);
        }
    }

    @Test
    void aKeyCanHaveALabelFewerScopesAndAnEnd() {
        Instant end = inDays(7);
        JsonNode key = Gateway.createKey("{\"label\":\"my agent\",\"scopes\":[\"rooms:write\",\"rooms:read\"],"
                + "\"expiresAt\":\"" + end + "\"}");

        assertEquals("my agent", key.path("label").asText());
        assertEquals("[\"rooms:read\",\"rooms:write\"]", key.path("scopes").toString());
        assertEquals(end, Instant.parse(key.path("expiresAt").asText()));
    }

    /// Keys cannot be read for a while, as when the database is away.
    @Test
    void aKeyThatWasInUseLatelyIsBelievedWhileTheDatabaseDoesNotAnswer() throws SQLException {
        String inUse = Gateway.newKey();
        String notYet = Gateway.newKey();
        assertEquals(200, Gateway.send("GET", "/api/me", AUTHORIZATION, inUse).status());

        try (Connection other = Database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table api_keys in access exclusive mode");

            Gateway.send("GET", "/api/me", AUTHORIZATION, notYet).assertProblem(ProblemType.UNAVAILABLE);
            assertEquals(
                    200, Gateway.send("GET", "/api/me", AUTHORIZATION, inUse).status());
            other.rollback();
        }
    }

    @Test
    void onlyTheHashIsStored() {
        JsonNode key = Gateway.createKey("{}");
        String id = key.path("id").asText();

        String row = stored(id, "row_to_json(k)::text");

        assertFalse(row.contains(key.path("key").asText()), row);
        assertTrue(row.contains(KeyHash.of(key.path("key").asText()).hex()), row);
    }

    @Test
    void aKeyMadeWithAKeyBelongsToTheSameSubject() {
        String first = Gateway.newKey();

        String second = bearer(Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, first)
                .json());

        JsonNode me = me(first);
        assertEquals(me.path("subject"), me(second).path("subject"));
        assertEquals(me.path("handle"), me(second).path("handle"));
        assertEquals("commons", me.path("tenant").asText());
        assertNotEquals(me.path("subject"), me(Gateway.newKey()).path("subject"));
    }

    @Test
    void scopesCanOnlyBeNarrowed() {
        String narrow = bearer(Gateway.createKey("{\"scopes\":[\"keys:write\",\"rooms:read\"]}"));

        Gateway.sendJson("POST", "/api/keys", "{\"scopes\":[\"rooms:write\"]}", AUTHORIZATION, narrow)
                .assertProblem(ProblemType.FORBIDDEN);
        JsonNode inherited = Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, narrow)
                .json();
        assertEquals(
                "[\"keys:read\",\"keys:write\",\"rooms:read\"]",
                inherited.path("scopes").toString());
    }

    @Test
    void noKeyOutlivesTheKeyThatItWasMadeWith() {
        JsonNode parent = Gateway.createKey(endingAt(inDays(2)));

        for (String wish : List.of("{}", endingAt(inDays(9)))) {
            JsonNode child = Gateway.sendJson("POST", "/api/keys", wish, AUTHORIZATION, bearer(parent))
                    .json();
            assertEquals(parent.path("expiresAt"), child.path("expiresAt"), wish);
        }
    }

    @Test
    void oneSeesOnesOwnKeysInPagesNewestFirst() {
        String key = Gateway.newKey();
        List<String> made =
                new ArrayList<>(List.of(list(key, "").at("/items/0/id").asText()));
        for (int i = 0; i < 4; i++) {
            made.addFirst(Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, key)
                    .json()
                    .path("id")
                    .asText());
        }

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = list(key, "?limit=2" + cursor);
            assertTrue(page.path("items").size() <= 2);
            page.path("items").forEach(item -> {
                assertFalse(item.has("key"));
                listed.add(item.path("id").asText());
            });
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());

        assertEquals(made, listed);
    }

    @Test
    void theListCanBeNarrowed() {
        String key = Gateway.newKey();
        String first = list(key, "").at("/items/0/id").asText();
        JsonNode reader = make(key, "{\"scopes\":[\"rooms:read\"]}");
        JsonNode ended = make(key, "{\"scopes\":[\"rooms:read\",\"files:read\"]}");
        JsonNode disabled = make(key, "{}");
        JsonNode revoked = make(key, "{}");
        patch(key, disabled, "{\"enabled\":false}");
        change(ended, "expires_at = now() - interval '1 second'");
        Gateway.send("DELETE", "/api/keys/" + id(revoked), AUTHORIZATION, key);

        assertEquals(List.of(id(disabled), id(ended), id(reader), first), ids(list(key, "")));
        assertEquals(List.of(id(disabled)), ids(list(key, "?status=disabled")));
        assertEquals(List.of(id(reader), first), ids(list(key, "?status=active")));
        assertEquals(List.of(id(ended)), ids(list(key, "?status=expired")));
        assertEquals(List.of(id(revoked)), ids(list(key, "?status=revoked")));
        assertEquals(List.of(id(disabled), id(ended), first), ids(list(key, "?scope=files:read")));
        assertEquals(List.of(first), ids(list(key, "?scope=files:read&status=active")));
    }

    @Test
    void aKeyCanBeLookedAtAndLabelledByItsOwnerOnly() {
        String key = Gateway.newKey();
        JsonNode made = make(key, "{\"label\":\"before\"}");
        String path = "/api/keys/" + id(made);

        Answer changed = Gateway.sendJson("PATCH", path, "{\"label\":\"behind ☂\"}", AUTHORIZATION, key);

        assertEquals("behind ☂", changed.json().path("label").asText());
        assertEquals(changed.json(), get(key, made));
        assertFalse(changed.json().has("key"));
        String stranger = Gateway.newKey();
        Gateway.send("GET", path, AUTHORIZATION, stranger).assertProblem(ProblemType.NOT_FOUND);
        Gateway.sendJson("PATCH", path, "{\"label\":\"x\"}", AUTHORIZATION, stranger)
                .assertProblem(ProblemType.NOT_FOUND);
        for (String change : List.of(
                "{}",
                "{\"label\":null}",
                "{\"label\":\"\"}",
                "{\"scopes\":[]}",
                "{\"scopes\":[\"rooms:fly\"]}",
                "{\"enabled\":\"no\"}",
                endingAt(Instant.now()))) {
            Gateway.sendJson("PATCH", path, change, AUTHORIZATION, key).assertProblem(ProblemType.INVALID_REQUEST);
        }
    }

    @Test
    void aKeyCanComeToAllowLessAtOnce() {
        String key = Gateway.newKey();
        JsonNode made = make(key, "{\"scopes\":[\"rooms:read\",\"rooms:write\",\"files:read\"]}");
        Instant end = inDays(3);
        assertTrue(me(bearer(made)).path("scopes").toString().contains("rooms:write"));

        JsonNode less =
                patch(key, made, "{\"scopes\":[\"rooms:read\"],\"expiresAt\":\"" + end + "\",\"label\":\"reads\"}");

        assertEquals("[\"rooms:read\"]", less.path("scopes").toString());
        assertEquals(end, Instant.parse(less.path("expiresAt").asText()));
        JsonNode me = me(bearer(made));
        assertEquals("[\"rooms:read\"]", me.path("scopes").toString());
        assertEquals(id(made), me.at("/key/id").asText());
        assertEquals("reads", me.at("/key/label").asText());
        assertEquals("[\"rooms:read\"]", me.at("/key/scopes").toString());
        assertEquals(end, Instant.parse(me.at("/key/expiresAt").asText()));
        for (String more : List.of("{\"scopes\":[\"files:read\"]}", endingAt(inDays(4)))) {
            Gateway.sendJson("PATCH", "/api/keys/" + id(made), more, AUTHORIZATION, key)
                    .assertProblem(ProblemType.INVALID_REQUEST);
        }
    }

    @Test
    void aDisabledKeyIsRefusedUntilItIsEnabledAgain() {
        String key = Gateway.newKey();
        JsonNode made = make(key, "{}");
        assertTrue(me(bearer(made)).has("key"));

        assertFalse(patch(key, made, "{\"enabled\":false}").path("enabled").asBoolean());
        Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(made)).assertProblem(ProblemType.UNAUTHENTICATED);

        assertTrue(patch(key, made, "{\"enabled\":true}").path("enabled").asBoolean());
        assertEquals(
                200, Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(made)).status());
    }

    @Test
    void noKeyEnablesOneThatIsWorthMore() {
        String key = Gateway.newKey();
        JsonNode made = make(key, "{}");
        String narrow = bearer(make(key, "{\"scopes\":[\"keys:write\"]}"));
        patch(narrow, made, "{\"enabled\":false}");

        Gateway.sendJson("PATCH", "/api/keys/" + id(made), "{\"enabled\":true}", AUTHORIZATION, narrow)
                .assertProblem(ProblemType.FORBIDDEN);
        assertTrue(patch(key, made, "{\"enabled\":true}").path("enabled").asBoolean());
    }

    @Test
    void whatHasEndedCannotBeGoodForAnythingAgain() {
        String key = Gateway.newKey();
        JsonNode made = make(key, "{}");
        Gateway.send("DELETE", "/api/keys/" + id(made), AUTHORIZATION, key);

        Gateway.sendJson("PATCH", "/api/keys/" + id(made), "{\"enabled\":true}", AUTHORIZATION, key)
                .assertProblem(ProblemType.CONFLICT);
        assertEquals(
                "once", patch(key, made, "{\"label\":\"once\"}").path("label").asText());
    }

    @Test
    void whoComesWithoutAKeyIsToldOfNone() {
        String token = "Bearer " + StandIn.fresh().provider().sign(AccessTokens.claims("ann", Map.of()));

        assertFalse(me(token).has("key"));
    }

    @Test
    void theSameRequestMakesOneKeyAndShowsItOnce() {
        String key = Gateway.newKey();
        String[] headers = {AUTHORIZATION, key, "Idempotency-Key", "make-1"};

        Answer first = Gateway.sendJson("POST", "/api/keys", "{\"label\":\"a\"}", headers);
        Answer again = Gateway.sendJson("POST", "/api/keys", "{\"label\":\"a\"}", headers);
        Answer other = Gateway.sendJson("POST", "/api/keys", "{\"label\":\"b\"}", headers);

        assertEquals(201, first.status(), first.text());
        assertEquals("/api/keys/" + id(first.json()), first.header("Location"));
        again.assertProblem(ProblemType.CONFLICT);
        assertTrue(again.json().path("detail").asText().contains(id(first.json())));
        other.assertProblem(ProblemType.UNPROCESSABLE);
        assertEquals(2, list(key, "").path("items").size());
        String stranger = Gateway.newKey();
        assertEquals(
                201,
                Gateway.sendJson(
                                "POST",
                                "/api/keys",
                                "{\"label\":\"a\"}",
                                AUTHORIZATION,
                                stranger,
                                "Idempotency-Key",
                                "make-1")
                        .status());
    }

    @Test
    void whoIsNotKnownAgainIsToldThatARepetitionIsNotEither() {
        Answer refused = Gateway.sendJson("POST", "/api/keys", "{}", "Idempotency-Key", "make-1");

        refused.assertProblem(ProblemType.INVALID_REQUEST);
        assertEquals("Idempotency-Key", refused.json().at("/errors/0/parameter").asText());
        assertEquals(201, Gateway.sendJson("POST", "/api/keys", "{}").status());
    }

    @Test
    void aRevokedKeyIsRefusedAtOnceAndNoLongerListed() {
        String key = Gateway.newKey();
        JsonNode other =
                Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, key).json();
        String path = "/api/keys/" + other.path("id").asText();
        assertEquals(
                200,
                Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(other)).status());

        assertEquals(204, Gateway.send("DELETE", path, AUTHORIZATION, key).status());

        Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(other)).assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(1, list(key, "").path("items").size());
        String revokedAt = get(key, other).path("revokedAt").asText();
        assertEquals(204, Gateway.send("DELETE", path, AUTHORIZATION, key).status());
        assertEquals(revokedAt, get(key, other).path("revokedAt").asText());
    }

    @Test
    void aKeyRevokedElsewhereIsRefusedWithinASecond() {
        JsonNode key = Gateway.createKey("{}");
        assertEquals(
                200, Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(key)).status());

        change(key, "revoked_at = now()");

        await().pollInterval(Duration.ofMillis(50))
                .until(() -> Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(key))
                                .status()
                        == 401);
    }

    @Test
    void anExpiredKeyIsRefused() {
        JsonNode key = Gateway.createKey(endingAt(inDays(1)));

        change(key, "expires_at = now() - interval '1 second'");

        await().until(() ->
                Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(key)).status() == 401);
    }

    @Test
    void somebodyElsesKeyCannotBeRevoked() {
        JsonNode mine = Gateway.createKey("{}");
        String path = "/api/keys/" + mine.path("id").asText();

        Gateway.send("DELETE", path, AUTHORIZATION, Gateway.newKey()).assertProblem(ProblemType.NOT_FOUND);

        assertEquals(
                200, Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(mine)).status());
    }

    @Test
    void theLastUseIsWrittenDownSoonButNotTwiceInAMinute() {
        JsonNode key = Gateway.createKey("{}");
        String id = key.path("id").asText();
        assertEquals("null", stored(id, "last_used_at"));

        Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(key));

        await().until(() -> !stored(id, "last_used_at").equals("null"));
        String first = stored(id, "last_used_at");
        Gateway.send("GET", "/api/me", AUTHORIZATION, bearer(key));
        await().during(Duration.ofSeconds(2))
                .until(() -> stored(id, "last_used_at").equals(first));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"x\"",
                "7",
                "{\"label\":7,\"a\":1}",
                "{\"label\":\"\"}",
                "{\"label\":\"a\\u0000b\"}",
                "{\"unknown\":1}",
                "{\"scopes\":\"rooms:read\"}",
                "{\"scopes\":[]}",
                "{\"scopes\":[null]}",
                "{\"scopes\":[\"rooms:fly\"]}",
                "{\"scopes\":[\"files:derive\"]}",
                "{\"expiresAt\":\"2001-01-01T00:00:00Z\"}",
                "{\"expiresAt\":\"2999-01-01T00:00:00Z\"}",
                "{\"expiresAt\":\"soon\"}",
            })
    void aWishThatIsNotValidMakesNoKey(String wish) {
        String key = Gateway.newKey();

        Gateway.sendJson("POST", "/api/keys", wish, AUTHORIZATION, key).assertProblem(ProblemType.INVALID_REQUEST);

        assertEquals(1, list(key, "").path("items").size());
    }

    @Test
    void anOverlongLabelOrBodyIsRefused() {
        String label = "{\"label\":\"" + "x".repeat(101) + "\"}";
        String body = "{\"label\":\"" + "x".repeat(70_000) + "\"}";

        Gateway.sendJson("POST", "/api/keys", label).assertProblem(ProblemType.INVALID_REQUEST);
        Gateway.sendJson("POST", "/api/keys", body).assertProblem(ProblemType.TOO_LARGE);
        Gateway.send("POST", "/api/keys", BodyPublishers.ofString("{}"), "Content-Type", "text/plain")
                .assertProblem(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=201", "?limit=x", "?cursor=x", "?status=gone", "?scope=rooms:%25"})
    void aPageThatCannotBeIsInvalid(String query) {
        Gateway.send("GET", "/api/keys" + query, AUTHORIZATION, Gateway.newKey())
                .assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void anIdThatCannotBeIsNotFound() {
        Gateway.send("DELETE", "/api/keys/nonsense", AUTHORIZATION, Gateway.newKey())
                .assertProblem(ProblemType.NOT_FOUND);
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
    }

    private static String endingAt(Instant end) {
        return "{\"expiresAt\":\"" + end + "\"}";
    }

    private static JsonNode make(String authorization, String wish) {
        Answer made = Gateway.sendJson("POST", "/api/keys", wish, AUTHORIZATION, authorization);
        assertEquals(201, made.status(), made.text());
        return made.json();
    }

    private static JsonNode patch(String authorization, JsonNode key, String change) {
        Answer changed = Gateway.sendJson("PATCH", "/api/keys/" + id(key), change, AUTHORIZATION, authorization);
        assertEquals(200, changed.status(), changed.text());
        return changed.json();
    }

    private static JsonNode get(String authorization, JsonNode key) {
        return Gateway.send("GET", "/api/keys/" + id(key), AUTHORIZATION, authorization)
                .json();
    }

    private static String id(JsonNode key) {
        return key.path("id").asText();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(key -> ids.add(id(key)));
        return ids;
    }

    private static JsonNode me(String authorization) {
        return Gateway.send("GET", "/api/me", AUTHORIZATION, authorization).json();
    }

    private static JsonNode list(String authorization, String query) {
        return Gateway.send("GET", "/api/keys" + query, AUTHORIZATION, authorization)
                .json();
    }

    private static String bearer(JsonNode key) {
        return "Bearer " + key.path("key").asText();
    }

    private static String stored(String id, String column) {
        return Database.text("select " + column + " from api_keys k where id = ?::uuid", id);
    }

    private static void change(JsonNode key, String assignment) {
        Database.execute("update api_keys set " + assignment + " where id = '"
                + key.path("id").asText() + "'");
    }
}
