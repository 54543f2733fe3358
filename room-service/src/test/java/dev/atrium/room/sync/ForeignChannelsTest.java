package dev.atrium.room.sync;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Limiter;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.Verdict;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.testing.TinyBaseSocket;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Channels of a socket whose rooms other nodes serve.
@ComponentTest
final class ForeignChannelsTest {

    private static final String TIME = "NjEtLV-----AAAAA";
    private static final String LATER = "NjEtLV----0AAAAA";

    @Inject
    Abroad abroad;

    @Inject
    Limiter limiter;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String lobby = Api.newRoom(ada);
    private final String study = Api.newPrivateRoom(ada);
    private final List<Abroad.Node> nodes = new ArrayList<>();

    @BeforeEach
    void move() throws Exception {
        nodes.add(abroad.move());
    }

    @AfterEach
    void stop() throws Exception {
        for (Abroad.Node node : nodes) {
            node.stop();
        }
    }

    @Test
    void theyShareDocumentsAsOthersDo() {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, Abroad.address(lobby));
                TinyBaseSocket inLobby = TinyBaseSocket.open(ada, lobby);
                TinyBaseSocket inStudy = TinyBaseSocket.open(ada, study)) {
            join(socket, lobby);
            join(socket, study);

            write(socket, lobby, "v", "1", TIME);
            write(socket, study, "v", "2", TIME);
            assertEquals("1", inLobby.await(3).at("/2/1/0/v/0").toString());
            assertEquals("2", inStudy.await(3).at("/2/1/0/v/0").toString());

            inStudy.write("w", "3", TIME);
            socket.awaitText(text -> text.startsWith("M\n" + study + "\nS\n") && text.contains("\"w\":[3,"));
        }
    }

    @Test
    void whatIsWrittenThereCountsForTheAddressThatTheClientComesFrom() throws Exception {
        String address = Ids.next().toString();
        Caller key = Api.key(RoomStack.LIMITED_TENANT, Ids.next().toString());
        String hall = Api.newRoom(key);
        Quota quota = Quota.of(RoomStack.LIMITED + "/365D");
        try (TinyBaseSocket socket = TinyBaseSocket.channelsFrom(address, key, Abroad.address(hall));
                TinyBaseSocket inHall = TinyBaseSocket.open(key, hall)) {
            join(socket, hall);

            write(socket, hall, "v", "1", TIME);

            assertEquals("1", inHall.await(3).at("/2/1/0/v/0").toString());
        }
        String subject = RoomStack.LIMITED_TENANT + ":" + address;
        Verdict whole = limiter.take(List.of(new Charge("operations-per-ip", subject, quota, quota, RoomStack.LIMITED)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertFalse(whole.allowed(), whole.toString());
    }

    @Test
    void longPayloadsPassBothWays() {
        String text = "é".repeat(150_000);
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, Abroad.address(lobby));
                TinyBaseSocket inLobby = TinyBaseSocket.open(ada, lobby)) {
            join(socket, lobby);

            write(socket, lobby, "v", "\"" + text + "\"", TIME);
            assertEquals(text, inLobby.await(3).at("/2/1/0/v/0").asText());
            inLobby.write("w", "\"" + text + "\"", TIME);

            socket.awaitText(candidate -> candidate.contains("\"w\":[\"" + text + "\""));
        }
    }

    @Test
    void theOwnerSaysWhoMayJoinAndTheOthersGoOn() {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(bob, Abroad.address(lobby))) {
            socket.send(subscribe(study));
            join(socket, lobby);
            await().ignoreException(CompletionException.class).until(() -> {
                if (!socket.isClosed()) {
                    socket.send("M\n" + study + "\n\n[\"q\",7,{}]");
                }
                return socket.isClosed();
            });

            assertEquals("1007 tinybase:14", socket.awaitClose());
            assertTrue(socket.texts().stream().noneMatch(text -> text.contains(study)));
        }
    }

    @Test
    void whoMayOnlyReadIsSentBackWhatItWrites() {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(Api.reader(tenant, "bob"), Abroad.address(lobby))) {
            join(socket, lobby);

            write(socket, lobby, "v", "1", TIME);

            socket.awaitText(text -> text.contains("\"v\":[\"\uFFFC\""));
        }
    }

    @Test
    void whoWasSentOutMayJoinAgain() {
        String hall = Api.newRoom(ada);
        try (TinyBaseSocket socket = TinyBaseSocket.channels(bob, Abroad.address(lobby))) {
            join(socket, hall);

            Api.as(ada)
                    .delete("/api/rooms/{id}/members/{subject}", hall, bob.subject())
                    .expect(204);

            await().until(() -> abroad.channels() == 0);
            write(socket, hall, "v", "1", TIME);
            join(socket, hall);
        }
    }

    @Test
    void theyTakeSeatsAtTheOwnerAndGiveThemBack() {
        String hall = Api.newRoom(ada);
        List<TestSocket> seated = new ArrayList<>();
        TinyBaseSocket socket = TinyBaseSocket.channels(ada, Abroad.address(lobby));
        try {
            join(socket, hall);
            for (int i = 1; i < RoomStack.SOCKETS_PER_ROOM; i++) {
                seated.add(TestSocket.open(ada, hall));
            }
            assertThrows(CompletionException.class, () -> TestSocket.connect(ada, hall, ""));
            try (TinyBaseSocket late = TinyBaseSocket.channels(ada, Abroad.address(lobby))) {
                late.send(subscribe(hall));
                join(late, study);
                assertTrue(late.texts().stream().noneMatch(text -> text.contains(hall)));
            }

            socket.close();

            await().ignoreException(CompletionException.class)
                    .untilAsserted(() -> TestSocket.connect(ada, hall, "").close());
        } finally {
            seated.forEach(TestSocket::close);
        }
    }

    @Test
    void whatIsNotOfTheProtocolEndsTheSocket() {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, Abroad.address(lobby))) {
            join(socket, lobby);

            socket.send("M\n" + lobby + "\n\nno message");

            assertEquals("1007 tinybase:14", socket.awaitClose());
        }
    }

    @Test
    void whenTheOwnerDiesTheyGoOnAtTheNextOneWithWhatTheClientHas() throws Exception {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, Abroad.address(lobby));
                TinyBaseSocket inLobby = TinyBaseSocket.open(ada, lobby)) {
            join(socket, lobby);
            awaitQuestion(socket);

            nodes.getFirst().stop();
            await().until(() -> abroad.channels() == 0);
            socket.texts().clear();
            write(socket, lobby, "lost", "1", TIME);
            inLobby.write("missed", "2", TIME);
            nodes.add(abroad.move());

            // It hears what the room has, is asked what it has, and then for what the room lacks.
            socket.awaitText(text -> message(text).path(1).asInt() == 2);
            String question = id(awaitQuestion(socket));
            socket.send("M\n" + lobby + "\n\n[\"" + question + "\",0,[0,7]]");
            String values = id(socket.awaitText(text -> message(text).path(1).asInt() == 7));
            socket.send("M\n" + lobby + "\n\n[\"" + values + "\",0,[{\"lost\":[1,\"" + TIME + "\"]}]]");
            assertEquals("1", inLobby.await(3).at("/2/1/0/lost/0").toString());
            assertTrue(socket.texts().stream().noneMatch(subscribe(lobby)::equals));
        }
    }

    @Test
    void anOwnerThatIsNoneAnyMoreIsLeft() throws Exception {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, Abroad.address(lobby));
                TinyBaseSocket inLobby = TinyBaseSocket.open(ada, lobby)) {
            join(socket, lobby);
            awaitQuestion(socket);
            socket.texts().clear();

            nodes.add(abroad.move());
            awaitQuestion(socket);
            nodes.getFirst().stop();

            write(socket, lobby, "v", "1", TIME);
            assertEquals("1", inLobby.await(3).at("/2/1/0/v/0").toString());
        }
    }

    @Test
    void aRoomThatComesHereIsSharedHere() throws Exception {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, Abroad.address(lobby));
                TinyBaseSocket inLobby = TinyBaseSocket.open(ada, lobby)) {
            join(socket, lobby);
            awaitQuestion(socket);
            write(socket, lobby, "v", "1", TIME);
            inLobby.await(3);
            socket.texts().clear();

            abroad.bringHere(new RoomKey(new TenantId(tenant), lobby));
            nodes.getFirst().stop();

            awaitQuestion(socket);
            write(socket, lobby, "v", "2", LATER);
            assertEquals("2", inLobby.await(3).at("/2/1/0/v/0").toString());
            await().until(() -> abroad.channels() == 0);
        }
    }

    @Test
    void whoWaitsForARoomJoinsItOnceItIsServed() throws Exception {
        nodes.getFirst().stop();
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, Abroad.address(lobby))) {
            socket.send(subscribe(lobby));
            socket.send(subscribe(lobby).replace("subscribe", "again"));
            nodes.add(abroad.move());

            socket.awaitText(subscribe(lobby).replace("subscribe", "again")::equals);
            assertTrue(socket.texts().stream().noneMatch(subscribe(lobby)::equals));
        }
    }

    private static void join(TinyBaseSocket socket, String room) {
        socket.texts().clear();
        socket.send(subscribe(room));
        socket.awaitText(subscribe(room)::equals);
    }

    /// Waits until the room that was joined has asked what the client has.
    private static String awaitQuestion(TinyBaseSocket socket) {
        return socket.awaitText(text -> message(text).path(1).asInt() == 1);
    }

    private static void write(TinyBaseSocket socket, String room, String value, String json, String time) {
        socket.send("M\n" + room + "\n\n[\"w\",3,[[{}],[{\"" + value + "\":[" + json + ",\"" + time + "\"]}],1]]");
    }

    private static String subscribe(String channel) {
        return "S\n[\"subscribe\",-1,[1,\"" + channel + "\"]]";
    }

    private static String id(String text) {
        return message(text).path(0).asText();
    }

    private static JsonNode message(String text) {
        return Json.read(text.substring(text.lastIndexOf('\n') + 1), JsonNode.class);
    }
}
