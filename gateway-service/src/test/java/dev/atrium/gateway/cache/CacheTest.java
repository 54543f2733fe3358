package dev.atrium.gateway.cache;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.redis.Redis;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.Preconditions;
import dev.atrium.platform.web.Ids;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class CacheTest {

    private static final String AUTHORIZATION = "Authorization";

    @Inject
    RedisAPI redis;

    @Inject
    Redis connection;

    private String key = "";
    private String path = "";

    @BeforeEach
    void fresh() {
        StandIn.fresh();
        key = Gateway.newKey();
        path = "/api/cache/" + Ids.next();
    }

    @Test
    void whatIsPutComesBackWithItsTypeAndTag() {
        byte[] bytes = new byte[256 * 1024];
        new Random(1).nextBytes(bytes);

        Answer put = Gateway.send(
                "PUT", path, BodyPublishers.ofByteArray(bytes), AUTHORIZATION, key, "Content-Type", "image/x-odd; a=b");
        Answer got = get();

        assertEquals(201, put.status());
        assertArrayEquals(bytes, got.body());
        assertEquals("image/x-odd; a=b", got.header("Content-Type"));
        assertEquals(put.header("ETag"), got.header("ETag"));
        assertEquals("sandbox; default-src 'none'; frame-ancestors 'none'", got.header("Content-Security-Policy"));
    }

    @Test
    void whatIsKeptBesideAValueComesBackWithItAndTellsItsTagApart() {
        String meta = "{\"by\":\"render-7\",\"caf\\u00e9\":[1,null]}";

        Answer put = put("one", "Atrium-Meta", meta);
        Answer got = get();

        assertEquals(201, put.status());
        assertEquals(meta, got.header("Atrium-Meta"));
        assertEquals(meta, get("If-None-Match", put.header("ETag")).header("Atrium-Meta"));
        assertEquals(204, put("one").status());
        assertEquals("", get().header("Atrium-Meta"));
        assertNotEquals(put.header("ETag"), get().header("ETag"));
    }

    @Test
    void metadataHasAtMostAKibibyte() {
        String longest = "{\"a\":\"" + "x".repeat(1_016) + "\"}";

        assertEquals(201, put("x", "Atrium-Meta", longest).status());
        put("y", "Atrium-Meta", longest.replace("a", "ab")).assertProblem(ProblemType.INVALID_REQUEST);

        assertEquals("x", get().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "1", "\"a\"", "{", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", "null"})
    void metadataThatIsNoJsonObjectIsInvalid(String meta) {
        put("x", "Atrium-Meta", meta).assertProblem(ProblemType.INVALID_REQUEST);

        get().assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void anAnswerTellsWhenTheValueEnds() {
        Instant before = Instant.now();
        Gateway.send("PUT", path + "?ttl=1000", BodyPublishers.ofString("x"), AUTHORIZATION, key);

        Instant end = ZonedDateTime.parse(get().header("Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();

        assertTrue(!end.isBefore(before.plusSeconds(998)), end + " after " + before);
        assertTrue(!end.isAfter(Instant.now().plusSeconds(1_001)), end.toString());
    }

    @Test
    void aSecondPutReplacesAndADeleteForgets() {
        assertEquals(201, put("one").status());
        assertEquals(204, put("two").status());
        assertEquals("two", get().text());
        assertEquals("application/octet-stream", get().header("Content-Type"));

        assertEquals(204, Gateway.send("DELETE", path, AUTHORIZATION, key).status());
        get().assertProblem(ProblemType.NOT_FOUND);
        Gateway.send("DELETE", path, AUTHORIZATION, key).assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void anEmptyValueIsAValue() {
        assertEquals(201, Gateway.send("PUT", path, AUTHORIZATION, key).status());

        assertEquals(200, get().status());
        assertEquals("", get().text());
    }

    @Test
    void aChangeOnlyHappensIfItsConditionHolds() {
        String first = put("one").header("ETag");

        put("two", "If-None-Match", "*").assertProblem(ProblemType.PRECONDITION_FAILED);
        put("two", "If-Match", "\"other\"").assertProblem(ProblemType.PRECONDITION_FAILED);
        assertEquals(204, put("two", "If-Match", first).status());
        put("three", "If-Match", first).assertProblem(ProblemType.PRECONDITION_FAILED);
        Gateway.send("DELETE", path, AUTHORIZATION, key, "If-Match", first)
                .assertProblem(ProblemType.PRECONDITION_FAILED);
        assertEquals("two", get().text());
    }

    @Test
    void whoHasTheValueAlreadyDoesNotGetItAgain() {
        String tag = put("one").header("ETag");

        Answer unchanged = get("If-None-Match", tag);

        assertEquals(304, unchanged.status());
        assertEquals(tag, unchanged.header("ETag"));
        assertEquals(200, get("If-None-Match", "\"other\"").status());
        get("If-Match", "\"other\"").assertProblem(ProblemType.PRECONDITION_FAILED);
    }

    @Test
    void ofManyWhoPutIfAbsentExactlyOneDoes() throws InterruptedException, ExecutionException {
        List<Future<Integer>> attempts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 24; i++) {
                String value = "value " + i;
                attempts.add(pool.submit(() -> put(value, "If-None-Match", "*").status()));
            }
        }

        int created = 0;
        for (Future<Integer> attempt : attempts) {
            created += attempt.get() == 201 ? 1 : 0;
        }
        assertEquals(1, created);
    }

    @Test
    void aValueIsForgottenWhenItsTimeIsOver() {
        Gateway.send("PUT", path + "?ttl=1", BodyPublishers.ofString("x"), AUTHORIZATION, key);

        await().until(() -> get().status() == 404);
    }

    @Test
    void tenantsDoNotSeeEachOthersValues() {
        AccessTokens provider = StandIn.fresh().provider();
        String acme = "Bearer " + provider.token("ann", "acme");
        String globex = "Bearer " + provider.token("bob", "globex");

        Gateway.send("PUT", path, BodyPublishers.ofString("acme's"), AUTHORIZATION, acme);

        Gateway.send("GET", path, AUTHORIZATION, globex).assertProblem(ProblemType.NOT_FOUND);
        get().assertProblem(ProblemType.NOT_FOUND);
        assertEquals("acme's", Gateway.send("GET", path, AUTHORIZATION, acme).text());
    }

    @Test
    void whatIsTooLargeIsNotStored() {
        byte[] bytes = new byte[256 * 1024 + 1];

        Gateway.send("PUT", path, BodyPublishers.ofByteArray(bytes), AUTHORIZATION, key)
                .assertProblem(ProblemType.TOO_LARGE);
        Gateway.send("PUT", path, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes)), AUTHORIZATION, key)
                .assertProblem(ProblemType.TOO_LARGE);

        get().assertProblem(ProblemType.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2592001", "x", "1.5", "99999999999999999999"})
    void aTimeOutOfBoundsIsInvalid(String ttl) {
        Gateway.send("PUT", path + "?ttl=" + ttl, BodyPublishers.ofString("x"), AUTHORIZATION, key)
                .assertProblem(ProblemType.INVALID_REQUEST);

        get().assertProblem(ProblemType.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%C3%A9", "%7B", "a%0Ab"})
    void aKeyWithOtherCharactersIsInvalid(String other) {
        int status =
                Gateway.send("GET", "/api/cache/" + other, AUTHORIZATION, key).status();

        assertEquals(other.equals("a%0Ab") ? 404 : 400, status);
    }

    @Test
    void aKeyHasAtMost256Characters() {
        String longest = "/api/cache/" + "k".repeat(256);

        assertEquals(
                201,
                Gateway.send("PUT", longest + "?ttl=5", BodyPublishers.ofString("x"), AUTHORIZATION, key)
                        .status());
        Gateway.send("GET", longest + "k", AUTHORIZATION, key).assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void aConditionThatIsNoneIsInvalid() {
        put("x", "If-Match", "unquoted").assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void nobodyPutsMoreIntoTheCacheThanTheyMay() {
        key = "Bearer " + StandIn.fresh().provider().token("u-" + Ids.next(), "narrow");

        assertEquals(201, put("x".repeat(900)).status());

        Answer refused = put("x".repeat(200)).assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertEquals(
                "cache-bytes-per-user",
                refused.json().at("/violated-policies/0").asText());
        assertTrue(refused.header("RateLimit-Policy").contains("\"cache-bytes-per-user\";q=1000"));
        assertTrue(refused.header("RateLimit-Policy").contains(";qu=\"content-bytes\""));
        assertEquals(900, get().body().length);
    }

    @Test
    void whoHasTooMuchInTheCacheLosesWhatEndsNextAndNobodyElseDoes() {
        String ada = member("acme-" + Ids.next());
        String bob = member("globex-" + Ids.next());
        large(bob, "theirs", 500);
        large(ada, "a", 3_000);
        large(ada, "b", 1_000);
        large(ada, "c", 2_000);
        // Again the same: it counts once.
        large(ada, "c", 2_000);
        assertEquals("200 200 200", statuses(ada, "a", "b", "c"));

        large(ada, "d", 4_000);
        assertEquals("200 404 200 200", statuses(ada, "a", "b", "c", "d"));
        assertEquals("200", statuses(bob, "theirs"));

        Gateway.send("DELETE", path + "a", AUTHORIZATION, ada);
        large(ada, "e", 500);
        assertEquals("404 200 200 200", statuses(ada, "a", "c", "d", "e"));
    }

    /// Whoever makes many tenants has each of them be one among all.
    @Test
    void whereAllTogetherHaveTooMuchTheTenantThatHasMostLosesWhatEndsNext() {
        redis.del(List.of("cached-tenants", "cached-tenants-ends")).await().indefinitely();
        CacheStore store = new CacheStore(connection, bounded(), InstantSource.system());
        Caller few = caller("few-" + Ids.next());
        Caller many = caller("many-" + Ids.next());
        assertEquals(CacheStore.Outcome.CREATED, put(store, few, "only", 50));

        for (int i = 0; i < 9; i++) {
            assertEquals(CacheStore.Outcome.CREATED, put(store, many, "v" + i, 100 + i));
        }

        assertTrue(store.get(few.tenant(), "only").await().indefinitely().isPresent());
        assertEquals(
                List.of("v3", "v4", "v5", "v6", "v7", "v8"),
                IntStream.range(0, 9)
                        .mapToObj(i -> "v" + i)
                        .filter(name -> store.get(many.tenant(), name)
                                .await()
                                .indefinitely()
                                .isPresent())
                        .toList());
        assertTrue(redis.zscore("cached-tenants", "").await().indefinitely().toLong() <= (2 << 20));
        store.delete(many, "v8", Preconditions.of(null, null)).await().indefinitely();
        assertEquals(CacheStore.Outcome.CREATED, put(store, few, "another", 50));
        assertTrue(store.get(many.tenant(), "v3").await().indefinitely().isPresent());
    }

    private static CacheStore.Outcome put(CacheStore store, Caller whose, String name, int ttl) {
        Value value = Value.of(Buffer.buffer(new byte[256 * 1024]), "text/plain", "");
        return store.put(whose, name, value, Duration.ofSeconds(ttl), Preconditions.of(null, null))
                .await()
                .indefinitely();
    }

    private static Caller caller(String tenant) {
        return new Caller("user:u", new TenantId(tenant), "u", Set.of(), Set.of());
    }

    /// Seven of the values fit.
    private static CacheConfig bounded() {
        return new CacheConfig() {
            @Override
            public MemorySize bytes() {
                return size(2);
            }

            @Override
            public MemorySize bytesPerTenant() {
                return size(16);
            }

            @Override
            public MemorySize bytesOfCommons() {
                return size(16);
            }

            private static MemorySize size(int mebibytes) {
                return new MemorySize(BigInteger.valueOf((long) mebibytes << 20));
            }
        };
    }

    @Test
    void whoHasTooMuchInTheCommonsLosesTheirOwn() {
        emptyCommons();
        String other = Gateway.newKey();
        large(other, "theirs", 500);
        large(key, "a", 3_000);
        large(key, "b", 1_000);
        large(key, "c", 2_000);
        assertEquals("200 200 200", statuses(key, "a", "b", "c"));

        large(key, "d", 80_000);

        assertEquals("200 404 200 200", statuses(key, "a", "b", "c", "d"));
        assertEquals("200", statuses(other, "theirs"));
    }

    /// Five have three quarters of what they may, and with it nearly all that there is.
    @Test
    void whereTheCommonsAreFullWhoeverHasMostLosesWhatEndsNext() {
        emptyCommons();
        String modest = Gateway.newKey();
        large(modest, "modest", 500);
        List<String> greedy = Stream.generate(Gateway::newKey).limit(5).toList();
        for (int i = 0; i < greedy.size(); i++) {
            for (int n = 0; n < 3; n++) {
                large(greedy.get(i), "greedy-" + i + n, 80_000 + n);
            }
        }

        large(key, "new", 1_000);
        large(key, "another", 1_000);

        assertEquals("200", statuses(modest, "modest"));
        assertEquals("200 200", statuses(key, "new", "another"));
        assertEquals("200", statuses(greedy.getLast(), "greedy-42"));
        assertTrue(IntStream.range(0, greedy.size())
                .anyMatch(i -> statuses(greedy.get(i), "greedy-" + i + 0).equals("404")));
    }

    @Test
    void inTheCommonsAValueIsKeptForADayAtMost() {
        String ada = member("acme-" + Ids.next());
        BodyPublisher value = BodyPublishers.ofString("x");

        assertEquals(
                201,
                Gateway.send("PUT", path + "?ttl=86400", value, AUTHORIZATION, key)
                        .status());
        Gateway.send("PUT", path + "?ttl=86401", value, AUTHORIZATION, key).assertProblem(ProblemType.INVALID_REQUEST);
        assertEquals(
                201,
                Gateway.send("PUT", path + "?ttl=2592000", value, AUTHORIZATION, ada)
                        .status());
    }

    @Test
    void whatHasEndedMakesRoomForOthers() {
        String ada = member("acme-" + Ids.next());
        large(ada, "short", 1);
        large(ada, "b", 1_000);
        large(ada, "c", 2_000);
        await().until(() -> statuses(ada, "short").equals("404"));

        large(ada, "d", 3_000);

        assertEquals("200 200 200", statuses(ada, "b", "c", "d"));
    }

    @Test
    void withoutRedisTheCacheIsUnavailableAndTheRestWorks() {
        redis.client(List.of("PAUSE", "12000")).await().indefinitely();

        get().assertProblem(ProblemType.UNAVAILABLE);
        assertEquals(200, Gateway.send("GET", "/api/me", AUTHORIZATION, key).status());

        await().until(() -> get().status() == 404);
    }

    /// What other tests have put there does not count any more.
    private void emptyCommons() {
        redis.del(List.of("cached:commons", "cached-bytes:commons", "cached-owners:commons"))
                .await()
                .indefinitely();
    }

    private static String member(String organisation) {
        return "Bearer " + StandIn.fresh().provider().token("u-" + Ids.next(), organisation);
    }

    /// Of these three fit into what the tests let a tenant have.
    private void large(String whose, String name, int ttl) {
        int status = Gateway.send(
                        "PUT",
                        path + name + "?ttl=" + ttl,
                        BodyPublishers.ofByteArray(new byte[256 * 1024]),
                        AUTHORIZATION,
                        whose)
                .status();
        assertTrue(status == 201 || status == 204, "status " + status);
    }

    private String statuses(String whose, String... names) {
        return Stream.of(names)
                .map(name -> Gateway.send("GET", path + name, AUTHORIZATION, whose))
                .map(answer -> Integer.toString(answer.status()))
                .collect(Collectors.joining(" "));
    }

    private Answer put(String value, String... headers) {
        List<String> all = new ArrayList<>(List.of(AUTHORIZATION, key));
        all.addAll(List.of(headers));
        return Gateway.send("PUT", path, BodyPublishers.ofString(value), all.toArray(String[]::new));
    }

    private Answer get(String... headers) {
        List<String> all = new ArrayList<>(List.of(AUTHORIZATION, key));
        all.addAll(List.of(headers));
        return Gateway.send("GET", path, all.toArray(String[]::new));
    }
}
