package dev.atrium.room.socket;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import dev.atrium.room.personal.PersonalFrame;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What people hear on their own sockets.
@ComponentTest
final class OwnSocketTest {

    private static final FrameDocument DOCUMENT = FrameDocument.fromOwn();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    @SuppressWarnings("NullAway.Init")
    String bootstrapServers;

    private final String tenant = Api.newTenant();
    private final Caller ada = reader(tenant, "ada");

    @Test
    void allOfOnesSocketsHearTheSameAndNobodyElseDoes() {
        try (TestSocket one = own(ada);
                TestSocket two = own(ada);
                TestSocket bob = own(reader(tenant, "bob"));
                TestSocket namesake = own(reader(Api.newTenant(), "ada"))) {
            tell(
                    inbox(1, 1, new Event.InboxChanged.Arrival("i", "mention", "Bob named you", "/ui/x", false)),
                    new Event.WorkflowChanged(
                            new TenantId(tenant), "export:1", "export", 4, "running", "render", "user:ada"),
                    new Event.Progressed(
                            new TenantId(tenant), "user:ada", "workflow", "export:1", "export", 3, 10, "page 3", null),
                    new Event.InboxChanged(new TenantId(tenant), "user:bob", 7, 0, 0, null),
                    inbox(2, 0, null));

            for (TestSocket socket : List.of(one, two)) {
                socket.awaitCount("inbox", 2);
                socket.awaitCount("progress", 1);
                socket.awaitCount("workflow", 1);
                assertEquals("user:ada", socket.hello().path("subject").asText());
                JsonNode arrived = socket.frames("inbox").getFirst();
                assertEquals("Bob named you", arrived.at("/arrival/title").asText());
                assertEquals(1, arrived.path("unread").asInt());
                JsonNode read = socket.frames("inbox").getLast();
                assertEquals(2, read.path("revision").asInt());
                assertFalse(read.has("arrival"));
                assertEquals(
                        "render",
                        socket.frames("workflow").getFirst().path("step").asText());
                assertEquals(
                        3, socket.frames("progress").getFirst().path("done").asInt());
            }
            bob.awaitCount("inbox", 1);
            assertEquals(7, bob.frames("inbox").getFirst().path("revision").asInt());
            assertEquals(List.of(), bob.frames("workflow"));
            namesake.text("{\"type\":\"ping\"}");
            namesake.awaitAnswer();
            assertEquals(List.of(), namesake.frames("inbox"));
        }
    }

    @Test
    void whoIsInARoomSeesHowFarWorkForItIs() {
        Caller bob = Api.user(tenant, "bob");
        String room = Api.newRoom(bob);
        String other = Api.newRoom(bob);
        try (TestSocket owner = own(ada);
                TestSocket inside = TestSocket.open(bob, room);
                TestSocket elsewhere = TestSocket.open(bob, other)) {

            tell(export(3, "x"), export(4, null), export(5, room), export(10, room), export(10, other));

            JsonNode seen =
                    inside.awaitFrame("progress", frame -> frame.path("done").asInt() == 10);
            assertEquals("user:ada", seen.path("by").asText());
            assertEquals("export", seen.path("name").asText());
            elsewhere.awaitCount("progress", 1);
            owner.awaitCount("progress", 5);
            assertTrue(inside.frames("progress").stream()
                    .allMatch(frame -> frame.path("done").asInt() >= 5));
        }
    }

    private Event export(long done, @Nullable String room) {
        return new Event.Progressed(
                new TenantId(tenant), "user:ada", "workflow", "export:1", "export", done, 10, null, room);
    }

    @Test
    void socketAnswersPingsAndTakesNothingElse() {
        try (TestSocket socket = own(ada)) {
            socket.text("{\"type\":\"ping\",\"time\":5}");
            assertEquals("pong", socket.awaitAnswer().path("type").asText());

            socket.send("c", "hello");
            JsonNode refused = socket.awaitAnswer();

            assertEquals("c", refused.path("clientId").asText());
            assertEquals(400, refused.at("/problem/status").asInt());
            assertEquals(Set.of(), DOCUMENT.frame("error").faults(refused));
        }
    }

    @Test
    void socketGoesOnWithARenewalAndEndsWithoutOne() {
        try (TestSocket ending = endingSoon()) {
            assertEquals(4401, ending.awaitClose());
        }
        try (TestSocket socket = own(TestTokens.until(Instant.now().plusSeconds(600), ada))) {
            socket.text(Json.write(Map.of("type", "renew", "clientId", "r", "token", "no token")));

            assertEquals(401, socket.awaitAnswer().at("/problem/status").asInt());
            assertFalse(socket.isClosed());
        }
    }

    @Test
    void renewalsAreFew() {
        try (TestSocket socket = own(ada)) {
            String frame = Json.write(Map.of("type", "renew", "clientId", "r", "token", "no token"));

            socket.text("[" + frame + ("," + frame).repeat(99) + "]");

            socket.awaitFrame("error", error -> error.at("/problem/status").asInt() == 429);
        }
    }

    @Test
    void whoHasNothingOfItsOwnGetsNoSocket() {
        assertEquals(403, refusal(Api.user(tenant, "ada")));
        assertEquals(401, refusal(TestTokens.caller(Caller.ANONYMOUS, tenant, OwnRoute.SCOPE)));
    }

    @Test
    void onePersonHasOnlySoManySockets() {
        Caller many = reader(tenant, "many");
        List<TestSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                open.add(own(many));
            }
            assertEquals(503, refusal(many));
            open.removeLast().close();
            await().untilAsserted(() -> own(many).close());
        } finally {
            open.forEach(TestSocket::close);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void eachFrameIsAsDocumented(PersonalFrame frame) {
        JsonNode json = Json.read(Json.bytes(frame), JsonNode.class);

        assertEquals(Set.of(), DOCUMENT.frame(json.path("type").asText()).faults(json), json.toString());
    }

    @Test
    void eachKindOfFrameIsDocumented() {
        Set<String> own = frames().map(frame -> Json.read(Json.bytes(frame), JsonNode.class)
                        .path("type")
                        .asText())
                .collect(Collectors.toSet());

        assertEquals(
                Arrays.stream(PersonalFrame.class.getPermittedSubclasses()).collect(Collectors.toSet()),
                frames().map(Object::getClass).collect(Collectors.toSet()));
        assertTrue(DOCUMENT.types().containsAll(own));
        assertEquals(
                Set.of("error", "pong", "renewal-due", "renewed", "goodbye"),
                DOCUMENT.types().stream().filter(type -> !own.contains(type)).collect(Collectors.toSet()));
    }

    static Stream<PersonalFrame> frames() {
        return Stream.of(
                new PersonalFrame.Welcome("atrium.v1", "user:ada", "ada", 5L),
                new PersonalFrame.Welcome("atrium.v1", "user:ada", "ada", null),
                new PersonalFrame.Inbox(
                        3,
                        1,
                        2,
                        new PersonalFrame.Arrival(
                                "0198c2f0-0000-7000-8000-000000000001", "reply", "Bob answered", "/x", true)),
                new PersonalFrame.Inbox(3, 0, 0, null),
                new PersonalFrame.Workflow("export:1", "export", 1, "running", "render"),
                new PersonalFrame.Workflow("export:1", "export", 1, "complete", null),
                new PersonalFrame.Progress("job", "1", "media.process", 1, 2, "half"),
                new PersonalFrame.Progress("job", "1", "media.process", 1, 2, null),
                new PersonalFrame.Unread("0198c2f0-0000-7000-8000-000000000001", 9, 2, true, null),
                new PersonalFrame.Unread("0198c2f0-0000-7000-8000-000000000001", 9, 0, false, 8L));
    }

    private static Caller reader(String tenant, String name) {
        return TestTokens.caller("user:" + name, tenant, OwnRoute.SCOPE);
    }

    /// With a credential that has a moment left, if it was not over before the handshake.
    private TestSocket endingSoon() {
        return await().ignoreException(CompletionException.class)
                .until(
                        () -> TestSocket.own(
                                TestTokens.until(Instant.now().plusSeconds(3).minus(Expiry.LEEWAY), ada)),
                        _ -> true);
    }

    /// The node may not have found its place yet.
    private static TestSocket own(Caller caller) {
        return await().ignoreException(CompletionException.class).until(() -> TestSocket.own(caller), _ -> true);
    }

    private static int refusal(Caller caller) {
        CompletionException refused = assertThrows(CompletionException.class, () -> TestSocket.own(caller));
        if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
            return handshake.getResponse().statusCode();
        }
        throw refused;
    }

    private Event inbox(long revision, int unread, Event.InboxChanged.@Nullable Arrival arrival) {
        return new Event.InboxChanged(new TenantId(tenant), "user:ada", revision, unread, unread, arrival);
    }

    private void tell(Event... events) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Event event : events) {
                producer.send(new CloudEvent(Ids.next().toString(), "/test", Instant.now(), null, event).toRecord())
                        .get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
