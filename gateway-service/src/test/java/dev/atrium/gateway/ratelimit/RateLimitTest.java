package dev.atrium.gateway.ratelimit;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.Quotas;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Leases;
import dev.atrium.platform.limit.Limit;
import dev.atrium.platform.limit.Limiter;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each kind of limit by HTTP. For tests the quotas are large and come back slowly
/// ([dev.atrium.gateway.testing.Addresses]); what a test does not need of one is used up first.
@QuarkusTest
final class RateLimitTest {

    private static final String AUTHORIZATION = "Authorization";
    private static final String FORWARDED = "X-Forwarded-For";
    private static final String MESSAGES = "/api/rooms/r1/messages";

    @Inject
    Quotas quotas;

    @Inject
    Redis redis;

    private final String address = Quotas.freshAddress();
    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void aKeySendsSoManyMessagesAndIsToldHowManyAreLeft() throws Exception {
        String key = Gateway.newKey();
        quotas.use(Limit.MESSAGES_PER_KEY, 2, subject(key));

        Answer first = post(key);
        Answer second = Gateway.send("PATCH", MESSAGES + "/m1", AUTHORIZATION, key);
        Answer third = post(key);

        assertEquals(200, first.status());
        assertTrue(first.header("RateLimit").contains("\"messages-per-key\";r=1;t="), first.header("RateLimit"));
        assertTrue(first.header("RateLimit-Policy").contains("\"messages-per-key\";q=1000000;w=31536000"));
        assertEquals(200, second.status());
        assertRefused(third, "messages-per-key");
        assertEquals(200, Gateway.send("GET", MESSAGES, AUTHORIZATION, key).status());
        assertEquals(200, post(Gateway.newKey()).status());
        assertEquals(
                4,
                services.seen().stream()
                        .filter(seen -> seen.uri().contains(MESSAGES))
                        .count());
    }

    @Test
    void furtherKeysOfAnIdentityShareItsQuota() throws Exception {
        String key = Gateway.newKey();
        String second = "Bearer "
                + Gateway.send("POST", "/api/keys", AUTHORIZATION, key)
                        .json()
                        .path("key")
                        .asText();
        quotas.use(Limit.MESSAGES_PER_KEY, 1, subject(key));

        assertEquals(200, post(second).status());
        assertRefused(post(key), "messages-per-key");
    }

    @Test
    void keysOfOneAddressShareItsMessages() throws Exception {
        quotas.use(Limit.MESSAGES_PER_IP, 2, Quotas.network(address));

        assertEquals(200, post(Gateway.newKey(), FORWARDED, address).status());
        assertEquals(200, post(Gateway.newKey(), FORWARDED, address).status());
        assertRefused(post(Gateway.newKey(), FORWARDED, address), "messages-per-ip");
        String user = "Bearer " + services.provider().token(Ids.next().toString(), "acme");
        assertEquals(200, post(user, FORWARDED, address).status());
    }

    @Test
    void whatOneLimitRefusesCostsNothingOfTheOthers() throws Exception {
        String key = Gateway.newKey();
        quotas.use(Limit.MESSAGES_PER_KEY, 0, subject(key));
        long before = left(Gateway.send("GET", MESSAGES, AUTHORIZATION, key), "requests-per-key");

        for (int i = 0; i < 5; i++) {
            assertRefused(post(key), "messages-per-key");
        }

        assertEquals(before - 1, left(Gateway.send("GET", MESSAGES, AUTHORIZATION, key), "requests-per-key"));
    }

    @Test
    void newRoomsAreLimited() throws Exception {
        String key = Gateway.newKey();
        quotas.use(Limit.ROOMS_PER_KEY, 1, subject(key));

        assertEquals(
                200,
                Gateway.sendJson("POST", "/api/rooms", "{}", AUTHORIZATION, key).status());
        assertRefused(Gateway.sendJson("POST", "/api/rooms", "{}", AUTHORIZATION, key), "rooms-per-key");
    }

    @Test
    void routesHaveTheLimitThatIsConfiguredForThemTogetherAtAllGateways() throws Exception {
        String key = Gateway.newKey();
        Quota quota = Quota.of("1000000/365D");
        Limiter otherGateway = new Limiter(redis, Patience.USUAL, new SimpleMeterRegistry());
        Charge seenThere = new Charge("plans-per-key", subject(key), quota, quota, quota.amount() - 2);
        otherGateway
                .take(List.of(seenThere))
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);

        Answer first = Gateway.send("GET", "/api/schedules", AUTHORIZATION, key);
        Answer second = Gateway.send("GET", "/api/workflows/w1", AUTHORIZATION, key);

        assertEquals(200, first.status());
        assertTrue(first.header("RateLimit").contains("\"plans-per-key\";r=1;t="), first.header("RateLimit"));
        assertTrue(first.header("RateLimit-Policy").contains("\"plans-per-key\";q=1000000;w=31536000"));
        assertEquals(200, second.status());
        assertRefused(Gateway.send("GET", "/api/schedules", AUTHORIZATION, key), "plans-per-key");
        assertEquals(
                200, Gateway.send("GET", "/api/workflows", AUTHORIZATION, key).status());
        assertEquals(
                200,
                Gateway.send("GET", "/api/schedules", AUTHORIZATION, Gateway.newKey())
                        .status());
    }

    @Test
    void newKeysAreLimitedByAddress() throws Exception {
        quotas.use(Limit.KEYS_PER_IP, 1, Quotas.network(address));

        assertEquals(201, Gateway.send("POST", "/api/keys", FORWARDED, address).status());
        assertRefused(Gateway.send("POST", "/api/keys", FORWARDED, address), "keys-per-ip");
        assertEquals(
                201, Gateway.send("POST", "/api/keys", FORWARDED, "203.0.113.9").status());
    }

    @Test
    void aUserHasTheQuotaOfTheUsersTenant() {
        String user = "Bearer " + services.provider().token(Ids.next().toString(), "small");

        assertEquals(200, post(user).status());
        assertEquals(200, post(user).status());
        assertRefused(post(user), "messages-per-user");
        assertEquals(
                200,
                post("Bearer " + services.provider().token(Ids.next().toString(), "small"))
                        .status());
    }

    @Test
    void aTenantsMembersShareItsQuota() {
        String one = "Bearer " + services.provider().token(Ids.next().toString(), "tiny");
        String other = "Bearer " + services.provider().token(Ids.next().toString(), "tiny");
        assertEquals(200, Gateway.send("GET", "/api/rooms", AUTHORIZATION, one).status());
        assertEquals(
                200, Gateway.send("GET", "/api/rooms", AUTHORIZATION, other).status());

        assertRefused(Gateway.send("GET", "/api/rooms", AUTHORIZATION, one), "requests-per-tenant");
        assertRefused(Gateway.send("GET", "/api/rooms", AUTHORIZATION, other), "requests-per-tenant");
    }

    @Test
    void openingSocketsIsLimited() throws Exception {
        String key = Gateway.newKey();
        quotas.use(Limit.SOCKETS_PER_KEY, 1, subject(key));
        Sockets.open(Sockets.options(Sockets.PATH, key)).close();

        UpgradeRejectedException refused = Sockets.refusal(Sockets.options(Sockets.PATH, key));

        assertEquals(429, refused.getStatus());
        assertTrue(Integer.parseInt(refused.getHeaders().get("Retry-After")) > 0);
    }

    @Test
    void socketsOfAnyKindThatAreOpenAtOneTimeAreLimited() throws Exception {
        String user = "Bearer " + services.provider().token(Ids.next().toString(), "narrow");
        WebSocket first = Sockets.open(Sockets.options(Sockets.PATH, user));
        Sockets.open(Sockets.options("/api/me/ws", user));

        for (String path : List.of(Sockets.PATH, "/api/me/ws", "/api/rooms/r1/tinybase")) {
            UpgradeRejectedException refused = Sockets.refusal(Sockets.options(path, user));

            assertEquals(429, refused.getStatus());
            assertEquals("10", refused.getHeaders().get("Retry-After"));
            assertEquals(
                    "\"open-sockets-per-user\";r=0;t=10", refused.getHeaders().get("RateLimit"));
            assertEquals(
                    List.of("\"open-sockets-per-user\";q=2;qu=\"concurrent-requests\""),
                    policies(refused, "open-sockets-per-user"));
            assertTrue(refused.getBody().toString().contains("[\"open-sockets-per-user\"]"));
        }
        Sockets.open(Sockets.options(
                Sockets.PATH, "Bearer " + services.provider().token(Ids.next().toString(), "narrow")));
        first.close();
        await().until(() -> Sockets.connect(Sockets.options(Sockets.PATH, user))
                .toCompletionStage()
                .handle((socket, _) -> socket != null)
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void socketsOfAllGatewaysThatAreOpenAreCountedTogetherByAddress() throws Exception {
        Leases otherGateway = new Leases(redis, Patience.USUAL);
        List<Charge> seenThere = List.of(Charge.one("open-sockets-per-ip", Quotas.network(address), Quota.of("2000")));
        Future<?> held = Future.all(
                Stream.generate(() -> otherGateway.take(seenThere)).limit(1_999).toList());
        held.toCompletionStage().toCompletableFuture().get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);

        Sockets.open(Sockets.options(Sockets.PATH).addHeader(FORWARDED, address));
        UpgradeRejectedException refused =
                Sockets.refusal(Sockets.options(Sockets.PATH).addHeader(FORWARDED, address));

        assertEquals(429, refused.getStatus());
        assertTrue(refused.getBody().toString().contains("[\"open-sockets-per-ip\"]"));
    }

    @Test
    void handshakesThatFailHoldNothing() {
        String user = "Bearer " + services.provider().token(Ids.next().toString(), "narrow");
        services.answers(request -> request.response().setStatusCode(404).end());

        for (int i = 0; i < 5; i++) {
            assertEquals(404, Sockets.refused(Sockets.options(Sockets.PATH, user)));
            assertEquals(
                    400, Gateway.send("GET", Sockets.PATH, AUTHORIZATION, user).status());
        }
    }

    @Test
    void uploadedBytesAreLimited() throws Exception {
        String key = Gateway.newKey();
        quotas.use(Limit.UPLOADED_BYTES_PER_KEY, 500_000, subject(key));

        assertEquals(200, upload(key, 1_000).status());
        assertRefused(upload(key, 700_000), "uploaded-bytes-per-key");
        assertEquals(200, upload(key, 1_000).status());
    }

    @Test
    void downloadedBytesAreLimitedBeforeTheyLeave() throws Exception {
        String key = Gateway.newKey();
        quotas.use(Limit.DOWNLOADED_BYTES_PER_KEY, 500_000, subject(key));

        Answer small = download(key, 1_000);
        Answer large = download(key, 700_000);

        assertEquals(200, small.status());
        assertEquals(1_000, small.text().length());
        assertTrue(small.header("RateLimit").contains("\"requests-per-key\";r="), small.header("RateLimit"));
        long left = left(small, "downloaded-bytes-per-key");
        assertTrue(left > 490_000 && left < 600_000, "left: " + left);
        assertRefused(large, "downloaded-bytes-per-key");
        assertEquals(200, download(key, 1_000).status());
        assertEquals(
                200,
                Gateway.send("HEAD", "/api/files/f1/content", AUTHORIZATION, key)
                        .status());
    }

    @Test
    void whoeverDownloadsWithoutCredentialsPaysByAddress() throws Exception {
        quotas.use(Limit.DOWNLOADED_BYTES_PER_IP, 500_000, Quotas.network(address));
        services.answers(request -> request.response().end("x".repeat(700_000)));

        assertRefused(Gateway.send("GET", "/api/files/f1/content", FORWARDED, address), "downloaded-bytes-per-ip");
        assertEquals(200, Gateway.send("GET", "/api/rooms", FORWARDED, address).status());
    }

    @Test
    void wrongCredentialsCountAsRequestsOfTheirAddress() throws Exception {
        quotas.use(Limit.REQUESTS_PER_IP, 3, Quotas.network(address));

        await().until(() -> {
            Answer answer = Gateway.send(
                    "GET", "/api/rooms", AUTHORIZATION, "Bearer mai_" + "0".repeat(23) + "XETVk", FORWARDED, address);
            return answer.status() == 429;
        });
        assertRefused(Gateway.send("GET", "/api/rooms", FORWARDED, address), "requests-per-ip");
        assertRefused(Gateway.send("GET", "/nothing-here", FORWARDED, address), "requests-per-ip");
    }

    @Test
    void whatAServiceSaysOfLimitsIsNotPassedOn() {
        services.answers(request -> request.response()
                .putHeader("RateLimit", "\"inner\";r=1")
                .putHeader("RateLimit-Policy", "\"inner\";q=1")
                .end());

        Answer answer = Gateway.send("GET", "/api/rooms");

        assertEquals(1, answer.headers().allValues("RateLimit").size());
        assertTrue(answer.header("RateLimit").startsWith("\"requests-per-ip\";r="));
        assertTrue(answer.header("RateLimit-Policy").startsWith("\"requests-per-ip\";q="));
    }

    private static void assertRefused(Answer answer, String policy) {
        answer.assertProblem(ProblemType.QUOTA_EXCEEDED);
        JsonNode problem = answer.json();
        assertEquals("[\"" + policy + "\"]", problem.path("violated-policies").toString());
        String seconds = answer.header("Retry-After");
        assertTrue(Integer.parseInt(seconds) > 0, seconds);
        assertTrue(problem.path("detail").asText().contains("in " + seconds + " s."), problem.toString());
        assertTrue(
                answer.header("RateLimit").matches("\"" + policy + "\";r=\\d+;t=" + seconds),
                answer.header("RateLimit"));
        assertTrue(answer.header("RateLimit-Policy").contains("\"" + policy + "\";q="));
    }

    /// What the answer says of a policy.
    private static List<String> policies(UpgradeRejectedException refused, String policy) {
        return refused.getHeaders().getAll("RateLimit-Policy").stream()
                .flatMap(field -> Stream.of(field.split(", ")))
                .filter(item -> item.startsWith("\"" + policy + "\""))
                .toList();
    }

    private static String subject(String key) {
        return Gateway.send("GET", "/api/me", AUTHORIZATION, key)
                .json()
                .path("subject")
                .asText();
    }

    private static long left(Answer answer, String policy) {
        String fields = answer.header("RateLimit");
        return Long.parseLong(fields.replaceAll(".*\"" + policy + "\";r=(\\d+).*", "$1"));
    }

    private static Answer post(String authorization, String... headers) {
        Stream<String> all = Stream.concat(Stream.of(AUTHORIZATION, authorization), Stream.of(headers));
        return Gateway.sendJson("POST", MESSAGES, "{}", all.toArray(String[]::new));
    }

    private Answer download(String key, int bytes) {
        services.answers(request -> request.response().end("x".repeat(bytes)));
        return Gateway.send("GET", "/api/files/f1/content", AUTHORIZATION, key);
    }

    private static Answer upload(String key, int bytes) {
        return Gateway.send("POST", "/api/upload", BodyPublishers.ofByteArray(new byte[bytes]), AUTHORIZATION, key);
    }
}
