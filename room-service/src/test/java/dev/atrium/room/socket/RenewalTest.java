package dev.atrium.room.socket;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Json;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.testing.TinyBaseSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A socket lives as long as its credential, and longer with another one.
@ComponentTest
final class RenewalTest {

    private final Instant far = soon(Duration.ofHours(1));

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newRoom(ada);

    @Test
    void helloSaysWhenTheCredentialEnds() {
        try (TestSocket ending = TestSocket.open(TestTokens.until(far, ada), room);
                TestSocket endless = TestSocket.open(ada, room)) {
            assertEquals(far.toEpochMilli(), ending.hello().at("/you/expiresAt").asLong());
            assertFalse(endless.hello().path("you").has("expiresAt"));
        }
    }

    @Test
    void aMinuteBeforeTheEndTheClientIsTold() {
        Instant end = soon(Duration.ofSeconds(62));
        try (TestSocket socket = TestSocket.open(TestTokens.until(end, ada), room)) {
            JsonNode due = socket.awaitFrame("renewal-due", _ -> true);

            assertEquals(end.toEpochMilli(), due.path("expiresAt").asLong());
            assertFalse(Instant.now().isBefore(end.minus(Expiry.NOTICE)));
            assertFalse(socket.isClosed());
        }
    }

    @Test
    void atTheEndTheSocketIsClosedAndAnswersNothingMore() {
        try (TestSocket socket = opened(() -> TestSocket.open(endingSoon(), room))) {
            Instant end =
                    Instant.ofEpochMilli(socket.hello().at("/you/expiresAt").asLong());
            assertEquals(4401, socket.awaitClose());

            assertFalse(Instant.now().isBefore(end.plus(Expiry.LEEWAY)));
            List<JsonNode> goodbyes = socket.frames("goodbye");
            assertEquals(1, goodbyes.size());
            assertEquals(
                    "credential-expired", goodbyes.getFirst().path("reason").asText());
            assertFalse(goodbyes.getFirst().has("retryAfterMs"));
        }
    }

    @Test
    void aSharedDocumentsSocketIsClosedAtTheEnd() {
        try (TinyBaseSocket socket = opened(() -> TinyBaseSocket.open(endingSoon(), room))) {
            assertEquals("4401 credential-expired", socket.awaitClose());
        }
    }

    @Test
    void aRenewedSocketOutlivesItsFirstCredential() {
        Instant end = soon(Duration.ofSeconds(10)).minus(Expiry.LEEWAY);
        try (TestSocket socket = TestSocket.open(TestTokens.until(end, ada), room)) {
            renew(socket, "r", TestTokens.renewal(TestTokens.until(far, ada)));

            JsonNode renewed = socket.awaitFrame("renewed", _ -> true);
            assertEquals("r", renewed.path("clientId").asText());
            assertEquals(far.toEpochMilli(), renewed.at("/you/expiresAt").asLong());
            await().until(() -> Instant.now().isAfter(end.plus(Expiry.LEEWAY).plusMillis(500)));
            socket.send("s", "still here");
            socket.awaitAck("s");
            assertEquals(0, socket.frames("goodbye").size());
        }
    }

    @Test
    void rightsAndNameAreThoseOfThePresentCredential() {
        Caller reader = Api.reader(tenant, "eve");
        Caller writer = named(Api.user(tenant, "eve"), "Eve L.");
        try (TestSocket socket = TestSocket.open(reader, room);
                TestSocket adas = TestSocket.open(ada, room)) {
            assertFalse(socket.hello().at("/you/canSend").asBoolean());

            renew(socket, "r1", TestTokens.renewal(writer));

            assertTrue(
                    socket.awaitFrame("renewed", _ -> true).at("/you/canSend").asBoolean());
            adas.awaitFrame(
                    "presence",
                    frame -> frame.path("here").findValuesAsText("handle").contains("Eve L."));
            socket.send("s1", "now I may");
            assertEquals(
                    "Eve L.",
                    adas.awaitFrame("message", _ -> true)
                            .at("/message/sender/handle")
                            .asText());
            socket.text("{\"type\":\"typing\"}");
            adas.awaitFrame(
                    "typing", frame -> frame.at("/started/0/subject").asText().equals("user:eve"));

            renew(socket, "r2", TestTokens.renewal(reader));

            adas.awaitFrame("typing", frame -> frame.at("/stopped/0").asText().equals("user:eve"));
            socket.send("s2", "not any more");
            JsonNode refusal = socket.awaitFrame(
                    "error", frame -> frame.path("clientId").asText().equals("s2"));
            assertEquals(403, refusal.at("/problem/status").asInt());
        }
    }

    @Test
    void aBadRenewalChangesNothingAndAGoodOneWorksAfterwards() {
        String good = TestTokens.renewal(TestTokens.until(far, ada));
        Caller elsewhere =
                new Caller(ada.subject(), new TenantId(Api.newTenant()), ada.handle(), Set.of(), ada.scopes());
        List<String> unverifiable = List.of(
                "nonsense", TestTokens.of(ada), good.substring(0, good.length() - 8) + "AAAAAAAA", unsigned(good));
        List<String> ofOthers = List.of(
                TestTokens.renewal(Api.user(tenant, "bob")),
                TestTokens.renewal(elsewhere),
                TestTokens.renewal(TestTokens.caller(ada.subject(), tenant)));
        try (TestSocket socket = TestSocket.open(ada, room)) {
            List<String> bad =
                    Stream.concat(unverifiable.stream(), ofOthers.stream()).toList();

            IntStream.range(0, bad.size()).forEach(i -> renew(socket, "bad-" + i, bad.get(i)));

            for (int i = 0; i < bad.size(); i++) {
                JsonNode refusal = socket.awaitAnswer();
                assertEquals("bad-" + i, refusal.path("clientId").asText());
                assertEquals(
                        i < unverifiable.size() ? 401 : 403,
                        refusal.at("/problem/status").asInt(),
                        refusal.toString());
                assertFalse(refusal.toString().contains(bad.get(i)));
            }
            renew(socket, "good", good);
            assertEquals(
                    "good",
                    socket.awaitFrame("renewed", _ -> true).path("clientId").asText());
            socket.send("s", "hello");
            socket.awaitAck("s");
        }
    }

    @Test
    void renewalsAreFew() {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            String frame = Json.write(Map.of("type", "renew", "clientId", "c", "token", "nonsense"));

            socket.text("[" + frame + ("," + frame).repeat(99) + "]");

            socket.awaitFrame("error", error -> error.at("/problem/status").asInt() == 429);
            await().until(() -> socket.frames("error").size() == 100);
        }
    }

    @Test
    void aRenewalOpensNoSocketAndReadsNothing() {
        String renewal = TestTokens.renewal(ada);

        Api.bearing(renewal).get("/api/rooms/{id}", room).expect(401);
    }

    private static void renew(TestSocket socket, String clientId, String token) {
        socket.text(Json.write(Map.of("type", "renew", "clientId", clientId, "token", token)));
    }

    /// A credential that has a moment left.
    private Caller endingSoon() {
        return TestTokens.until(soon(Duration.ofSeconds(4)).minus(Expiry.LEEWAY), ada);
    }

    /// Opens again what was too late for its credential.
    private static <S> S opened(Callable<S> opening) {
        return await().ignoreException(CompletionException.class).until(opening, _ -> true);
    }

    /// In so long; tokens count in seconds.
    private static Instant soon(Duration duration) {
        return Instant.now().plus(duration).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Caller named(Caller caller, String handle) {
        return new Caller(caller.subject(), caller.tenant(), handle, caller.roles(), caller.scopes());
    }

    private static String unsigned(String token) {
        return "eyJhbGciOiJub25lIn0." + token.split("\\.")[1] + ".";
    }
}
