package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Limiter;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is sent on sockets counts for the quotas that requests have.
@ComponentTest
final class QuotaTest {

    @Inject
    Limiter limiter;

    private final Caller owner = Api.user(RoomStack.LIMITED_TENANT, Ids.next().toString());
    private final Caller sender = Api.user(RoomStack.LIMITED_TENANT, Ids.next().toString());
    private final String room = Api.newRoom(owner);

    /// Before the first answer of Redis a node only lends.
    @BeforeEach
    void redisAnswers() throws Exception {
        use("warm-up", 1);
    }

    @Test
    void messagesOnSocketsCountForTheQuotaThatRequestsHave() throws Exception {
        use("messages-per-user", RoomStack.LIMITED - 5);
        TestSocket socket = TestSocket.open(sender, room);

        int sent = sendUntilRefused(socket, "{\"type\":\"send\",\"clientId\":\"%s\",\"content\":\"x\"}");

        assertEquals(5, sent);
        assertRefused(socket, "messages-per-user");
        socket.close();
    }

    @Test
    void allSocketsOfAUserShareOneQuotaAndOthersHaveTheirs() {
        TestSocket first = TestSocket.open(sender, room);
        TestSocket second = TestSocket.open(sender, room);

        int sent = sendUntilRefused(first, "{\"type\":\"send\",\"clientId\":\"%s\",\"content\":\"x\"}");
        second.send("too-late", "x");

        assertEquals(RoomStack.LIMITED, sent);
        assertEquals(
                "too-late",
                second.awaitFrame("error", _ -> true).path("clientId").asText());
        TestSocket other = TestSocket.open(owner, room);
        other.send("mine", "x");
        other.awaitAck("mine");
        first.close();
        second.close();
        other.close();
    }

    @Test
    void aBurstInOneWebSocketMessageMayUseTheWholeQuota() {
        TestSocket socket = TestSocket.open(sender, room);
        int sent = RoomStack.LIMITED + 10;

        socket.text(IntStream.range(0, sent)
                .mapToObj("{\"type\":\"send\",\"clientId\":\"c%d\",\"content\":\"x\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]")));

        List<String> answers = IntStream.range(0, sent)
                .mapToObj(i -> socket.awaitAckOrError("c" + i).path("type").asText())
                .toList();
        assertEquals(
                Stream.concat(
                                Stream.generate(() -> "ack").limit(RoomStack.LIMITED),
                                Stream.generate(() -> "error").limit(10))
                        .toList(),
                answers);
        socket.close();
    }

    @Test
    void whatIsSaidForTheMomentHasAQuotaOfItsOwnOnAllSocketsTogether() {
        TestSocket first = TestSocket.open(sender, room);
        TestSocket second = TestSocket.open(sender, room);

        first.text(typing("t", RoomStack.LIMITED));
        first.text("{\"type\":\"ping\"}");
        assertEquals("pong", first.awaitAnswer().path("type").asText());
        second.text(typing("u", 3));

        for (String id : List.of("u0", "u1", "u2")) {
            assertEquals("error", second.awaitAckOrError(id).path("type").asText());
        }
        assertRefused(second, "frames-per-user");
        second.send("still", "x");
        second.awaitAck("still");
        first.close();
        second.close();
    }

    private static String typing(String id, int frames) {
        return IntStream.range(0, frames)
                .mapToObj(i -> "{\"type\":\"typing\",\"clientId\":\"" + id + i + "\",\"typing\":true}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void keysThatComeFromOneAddressShareItsQuotasAndWhoSignedInIsNotConcerned() {
        String address = Ids.next().toString();
        TestSocket first = TestSocket.openFrom(address, key(), room);
        TestSocket second = TestSocket.openFrom(address, key(), room);
        TestSocket signedIn = TestSocket.openFrom(address, sender, room);
        for (int i = 0; i < RoomStack.LIMITED - 5; i++) {
            first.send("f" + i, "x");
            first.awaitAck("f" + i);
        }

        assertEquals(5, sendUntilRefused(second, "{\"type\":\"send\",\"clientId\":\"%s\",\"content\":\"x\"}"));
        assertRefused(second, "messages-per-ip");
        first.text(typing("t", RoomStack.LIMITED));
        first.text("{\"type\":\"ping\"}");
        assertEquals("pong", first.awaitAnswer().path("type").asText());
        second.text(typing("u", 1));
        assertEquals(
                "[\"frames-per-ip\"]",
                second.awaitAckOrError("u0").at("/problem/violated-policies").toString());

        signedIn.send("mine", "x");
        signedIn.awaitAck("mine");
        first.close();
        second.close();
        signedIn.close();
    }

    private static Caller key() {
        return Api.key(RoomStack.LIMITED_TENANT, Ids.next().toString());
    }

    @Test
    void operationsHaveAQuotaOfTheirOwnAndTheSocketGoesOn() {
        TestSocket socket = TestSocket.open(owner, room);

        int sent = sendUntilRefused(
                socket,
                "{\"type\":\"op\",\"clientId\":\"%s\",\"operations\":[{\"op\":\"put\",\"path\":\"a\",\"value\":1}]}");

        assertEquals(RoomStack.LIMITED, sent);
        assertRefused(socket, "operations-per-user");
        socket.send("still", "x");
        socket.awaitAck("still");
        socket.close();
    }

    @Test
    void draftsAndMarkersCountAsOperations() throws Exception {
        use("operations-per-user", RoomStack.LIMITED - 5);
        TestSocket socket = TestSocket.open(sender, room);

        int saved =
                sendUntilRefused(socket, "{\"type\":\"draft\",\"clientId\":\"%s\",\"key\":\"main\",\"content\":\"x\"}");
        socket.text("{\"type\":\"read\",\"clientId\":\"far\",\"upTo\":1}");

        assertEquals(5, saved);
        assertRefused(socket, "operations-per-user");
        assertEquals("error", socket.awaitAckOrError("far").path("type").asText());
        socket.close();
    }

    /// @return how many were acknowledged
    private static int sendUntilRefused(TestSocket socket, String frame) {
        for (int i = 0; i < 3 * RoomStack.LIMITED; i++) {
            String id = "c" + i;
            socket.text(frame.formatted(id));
            if (socket.awaitAckOrError(id).path("type").asText().equals("error")) {
                return i;
            }
        }
        throw new AssertionError("nothing was refused");
    }

    private static void assertRefused(TestSocket socket, String policy) {
        JsonNode refusal = socket.awaitFrame("error", _ -> true);
        assertEquals(
                ProblemType.QUOTA_EXCEEDED.uri(),
                refusal.path("problem").path("type").asText());
        assertEquals(
                "[\"" + policy + "\"]",
                refusal.path("problem").path("violated-policies").toString());
        assertTrue(refusal.path("retryAfterMs").asLong() > 1_000, refusal.toString());
    }

    /// As the gateway does for requests.
    private void use(String policy, int amount) throws Exception {
        Quota quota = Quota.of(RoomStack.LIMITED + "/365D");
        // A quota that a tenant has for itself is counted for itself.
        String subject = RoomStack.LIMITED_TENANT + ":" + sender.subject();
        limiter.take(List.of(new Charge(policy, subject, quota, quota, amount)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }
}
