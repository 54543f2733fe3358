package dev.atrium.room.sync;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.testing.TinyBaseSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// Documents of several rooms on one socket.
@ComponentTest
final class SyncChannelsTest {

    private static final String TIME = "NjEtLV-----AAAAA";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String lobby = Api.newRoom(ada);
    private final String study = Api.newPrivateRoom(ada);

    @Test
    void eachChannelIsARoom() {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, lobby);
                TinyBaseSocket inLobby = TinyBaseSocket.open(ada, lobby);
                TinyBaseSocket inStudy = TinyBaseSocket.open(ada, study)) {
            join(socket, lobby);
            join(socket, study);

            write(socket, lobby, "1");
            write(socket, study, "2");
            assertEquals("1", inLobby.await(3).at("/2/1/0/v/0").toString());
            assertEquals("2", inStudy.await(3).at("/2/1/0/v/0").toString());

            inStudy.write("w", "3", TIME);
            socket.awaitText(text -> text.startsWith("M\n" + study + "\nS\n") && text.contains("\"w\":[3,"));
        }
    }

    @Test
    void aRoomThatMayNotBeReadIsNotJoinedAndTheOthersGoOn() {
        Caller bob = Api.user(tenant, "bob");
        String foreign = Api.newRoom(Api.user(Api.newTenant(), "eve"));
        try (TinyBaseSocket socket = TinyBaseSocket.channels(bob, lobby)) {
            List<String> refused = List.of(study, foreign, "0198c2f0-0000-7000-8000-000000000001", "any/channel");
            refused.forEach(channel -> socket.send(subscribe(channel)));
            join(socket, lobby);

            for (String channel : refused) {
                assertTrue(socket.texts().stream().noneMatch(text -> text.contains(channel)), channel);
            }
            socket.send("M\n" + study + "\n\n[\"q\",7,{}]");
            assertEquals("1007 tinybase:14", socket.awaitClose());
        }
    }

    @Test
    void aChannelThatWasLeftIsSilent() {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, lobby);
                TinyBaseSocket other = TinyBaseSocket.open(ada, lobby)) {
            join(socket, lobby);
            join(socket, study);
            socket.send("S\n[null,-1,[2,\"" + lobby + "\"]]");
            join(socket, study);
            socket.texts().clear();

            other.write("v", "1", TIME);
            other.await(2);
            write(socket, study, "1");
            socket.awaitText(text -> text.startsWith("M\n" + study));

            assertTrue(socket.texts().stream().noneMatch(text -> text.contains(lobby)));
        }
    }

    @Test
    void whoWasSentOutOfAChannelMayJoinItAgain() {
        Caller bob = Api.user(tenant, "bob");
        String hall = Api.newRoom(ada);
        try (TinyBaseSocket socket = TinyBaseSocket.channels(bob, lobby);
                TinyBaseSocket plain = TinyBaseSocket.open(bob, hall)) {
            join(socket, hall);

            Api.as(ada)
                    .delete("/api/rooms/{id}/members/{subject}", hall, bob.subject())
                    .expect(204);
            assertEquals("4403 no-access", plain.awaitClose());

            await().until(() -> {
                socket.send(subscribe(hall));
                socket.send("M\n" + hall + "\n\n[\"q\",1,\"\"]");
                return socket.texts().stream().anyMatch(text -> text.startsWith("M\n" + hall + "\nS\n[\"q\""));
            });
        }
    }

    @Test
    void eachFurtherChannelTakesASeatInItsRoomAndGivesItBack() {
        String hall = Api.newRoom(ada);
        List<TestSocket> seated = new ArrayList<>();
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, lobby)) {
            for (int i = 0; i < RoomStack.SOCKETS_PER_ROOM; i++) {
                seated.add(TestSocket.open(ada, hall));
            }
            socket.send(subscribe(hall));
            join(socket, study);
            assertTrue(socket.texts().stream().noneMatch(text -> text.contains(hall)));

            seated.removeLast().close();
            await().until(() -> {
                socket.send(subscribe(hall));
                join(socket, lobby);
                return socket.texts().contains(subscribe(hall));
            });
            assertThrows(CompletionException.class, () -> TestSocket.connect(ada, hall, ""));
            socket.send("S\n[null,-1,[2,\"" + hall + "\"]]");
            await().ignoreException(CompletionException.class)
                    .untilAsserted(() -> TestSocket.connect(ada, hall, "").close());
        } finally {
            seated.forEach(TestSocket::close);
        }
    }

    @Test
    void plainPayloadsAndDataWithoutChannelEndTheSocket() {
        for (String payload :
                List.of("\n[\"a\",1,\"\"]", "M\n" + lobby + "\n\n[\"a\",1,\"\"]", "S\n[\"a\",-1,[0,2]]")) {
            try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, lobby)) {
                socket.send(payload);

                assertEquals("1007 tinybase:14", socket.awaitClose());
            }
        }
    }

    @Test
    void tooLongAChannelEndsTheSocket() {
        try (TinyBaseSocket socket = TinyBaseSocket.channels(ada, lobby)) {
            socket.send(subscribe("x".repeat(1_025)));

            assertEquals("1013 tinybase:15:channels", socket.awaitClose());
        }
    }

    private static void join(TinyBaseSocket socket, String room) {
        socket.texts().clear();
        socket.send(subscribe(room));
        socket.awaitText(subscribe(room)::equals);
    }

    private static void write(TinyBaseSocket socket, String room, String json) {
        socket.send("M\n" + room + "\n\n[\"w\",3,[[{}],[{\"v\":[" + json + ",\"" + TIME + "\"]}],1]]");
    }

    private static String subscribe(String channel) {
        return "S\n[\"subscribe\",-1,[1,\"" + channel + "\"]]";
    }
}
