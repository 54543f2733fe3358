package dev.atrium.gateway.cache;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /api/cache`.
@QuarkusTest
final class CacheListingTest {

    private static final String AUTHORIZATION = "Authorization";

    @Inject
    RedisAPI redis;

    private String organisation = "";
    private String ada = "";

    @BeforeEach
    void fresh() {
        organisation = "acme-" + Ids.next();
        ada = member(organisation);
    }

    @Test
    void aValueIsListedWithWhatIsKnownOfIt() {
        Instant before = Instant.now();
        Answer put = put(ada, "k", "12345", 1_000, "Content-Type", "text/plain", "Atrium-Meta", "{\"a\":1}");
        put(ada, "l", "1", 1_000);

        JsonNode items = list(ada, "").path("items");

        JsonNode first = items.path(0);
        assertEquals("k", first.path("key").asText());
        assertEquals(5, first.path("sizeBytes").asInt());
        assertEquals("text/plain", first.path("type").asText());
        assertEquals(put.header("ETag"), first.path("etag").asText());
        assertEquals("{\"a\":1}", first.path("meta").toString());
        Instant end = Instant.parse(first.path("expiresAt").asText());
        assertTrue(
                end.isAfter(before.plusSeconds(990))
                        && end.isBefore(Instant.now().plusSeconds(1_001)),
                end.toString());
        assertTrue(items.path(1).path("meta").isMissingNode());
        assertEquals(2, items.size());
    }

    @Test
    void keysComeInOrderAndPageByPage() {
        for (String key : List.of("b:2", "a", "b:10", "b~", "c", "b:1", "B")) {
            put(ada, key, "x", 1_000);
        }

        assertEquals(List.of("B", "a", "b:1", "b:10", "b:2", "b~", "c"), pages(ada, "limit=3"));
        assertEquals(List.of("b:1", "b:10", "b:2", "b~"), pages(ada, "prefix=b&limit=2"));
        assertEquals(List.of("b:1", "b:10"), pages(ada, "prefix=b:1&limit=1"));
        assertEquals(List.of(), pages(ada, "prefix=d"));
    }

    @Test
    void whatIsGoneIsNotListed() {
        put(ada, "kept", "x", 1_000);
        put(ada, "short", "x", 1);
        put(ada, "deleted", "x", 1_000);
        put(ada, "evicted", "x", 1_000);
        Gateway.send("DELETE", "/api/cache/deleted", AUTHORIZATION, ada);
        // As Redis does where its memory is full.
        redis.del(List.of("cache:" + organisation + ":evicted")).await().indefinitely();

        await().until(() -> keys(ada).equals(List.of("kept")));

        put(ada, "deleted", "again", 1_000);
        assertEquals(List.of("deleted", "kept"), keys(ada));
    }

    @Test
    void whatHasToGoForOthersIsNotListedEither() {
        for (String key : List.of("a", "b", "c", "d")) {
            Gateway.send(
                    "PUT",
                    "/api/cache/" + key + "?ttl=" + (key.equals("b") ? 100 : 1_000),
                    BodyPublishers.ofByteArray(new byte[256 * 1024]),
                    AUTHORIZATION,
                    ada);
        }

        assertEquals(List.of("a", "c", "d"), keys(ada));
    }

    @Test
    void manyThatAreGoneAreSkippedAFewAtATime() {
        List<String> gone = new ArrayList<>();
        List<String> index = new ArrayList<>(List.of("cached-names:" + organisation));
        for (int i = 0; i < 2_500; i++) {
            gone.addAll(List.of("0", "cache:" + organisation + ":gone-%04d".formatted(i)));
        }
        index.addAll(gone);
        redis.zadd(index).await().indefinitely();
        put(ada, "there", "x", 1_000);

        JsonNode first = list(ada, "limit=200");

        assertEquals(0, first.path("items").size());
        assertTrue(first.path("nextCursor").isTextual());
        assertEquals(List.of("there"), pages(ada, "limit=200"));
        assertEquals(
                1,
                redis.zcard("cached-names:" + organisation)
                        .await()
                        .indefinitely()
                        .toInteger());
    }

    @Test
    void membersSeeWhatAllOfThemStoredAndNobodyElseDoes() {
        put(ada, "k", "x", 1_000);

        assertEquals(List.of("k"), keys(member(organisation)));
        assertEquals(List.of(), keys(member("globex-" + Ids.next())));
    }

    @Test
    void inTheCommonsOneSeesOnesOwnOnly() {
        String one = Gateway.newKey();
        String other = Gateway.newKey();
        String name = "of-" + Ids.next();
        put(one, name, "x", 1_000);
        assertEquals(List.of(name), keys(one));
        assertEquals(List.of(), keys(other));

        put(other, name, "y", 1_000);

        assertEquals(List.of(name), keys(other));
        assertEquals(List.of(), keys(one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefix=a%20b", "prefix=%7B", "limit=0", "limit=201", "cursor=x", "prefix=b&cursor=YQ"})
    void whatCannotBeAskedIsInvalid(String query) {
        Gateway.send("GET", "/api/cache?" + query, AUTHORIZATION, ada).assertProblem(ProblemType.INVALID_REQUEST);
    }

    private static List<String> pages(String whose, String query) {
        List<String> keys = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = list(whose, query + cursor);
            page.path("items").forEach(item -> keys.add(item.path("key").asText()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return keys;
    }

    private static List<String> keys(String whose) {
        return StreamSupport.stream(list(whose, "").path("items").spliterator(), false)
                .map(item -> item.path("key").asText())
                .toList();
    }

    private static JsonNode list(String whose, String query) {
        Answer answer = Gateway.send("GET", "/api/cache?" + query, AUTHORIZATION, whose);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    private static Answer put(String whose, String key, String value, int ttl, String... headers) {
        List<String> all = new ArrayList<>(List.of(AUTHORIZATION, whose));
        all.addAll(List.of(headers));
        Answer answer = Gateway.send(
                "PUT", "/api/cache/" + key + "?ttl=" + ttl, BodyPublishers.ofString(value), all.toArray(String[]::new));
        assertTrue(answer.status() == 201 || answer.status() == 204, answer.text());
        return answer;
    }

    private static String member(String ofOrganisation) {
        return "Bearer " + StandIn.fresh().provider().token("u-" + Ids.next(), ofOrganisation);
    }
}
