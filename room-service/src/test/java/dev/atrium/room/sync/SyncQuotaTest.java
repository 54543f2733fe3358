package dev.atrium.room.sync;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TinyBaseSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Changes of a document count as operations. The protocol has no refusal: what comes too fast counts
/// later, together.
@ComponentTest
final class SyncQuotaTest {

    private static final int WRITES = 60;

    @Test
    void whoWritesTooFastIsHeardLessOftenAndAllAgreeInTheEnd() {
        Caller writer = Api.user(RoomStack.SLOW_TENANT, Ids.next().toString());
        String room = Api.newRoom(writer);
        try (TinyBaseSocket writing = TinyBaseSocket.open(writer, room);
                TinyBaseSocket other = TinyBaseSocket.open(
                        Api.user(RoomStack.SLOW_TENANT, Ids.next().toString()), room)) {
            write(writing, "1");

            other.awaitValue("v", Integer.toString(WRITES - 1));
            other.awaitValue("w", "1");

            assertEquals(writing.ask("a", 1, "\"\""), other.ask("b", 1, "\"\""));
            await().until(() -> heard(other).anyMatch(text -> text.contains("\"w\"")));
            assertTrue(
                    heard(other).count() < WRITES,
                    "changes heard: " + heard(other).toList());
        }
    }

    private static Stream<String> heard(TinyBaseSocket socket) {
        return socket.texts().stream().filter(text -> text.startsWith("S\n") && text.contains(",3,["));
    }

    @Test
    void whatWasSentTooFastCountsWhenItsClientLeaves() {
        Caller writer = Api.user(RoomStack.LIMITED_TENANT, Ids.next().toString());
        String room = Api.newRoom(writer);
        try (TinyBaseSocket other = TinyBaseSocket.open(
                Api.user(RoomStack.LIMITED_TENANT, Ids.next().toString()), room)) {
            TinyBaseSocket writing = TinyBaseSocket.open(writer, room);
            write(writing, "1");
            // All of it has come, once this is answered.
            writing.ask("q", 1, "\"\"");

            writing.close();

            other.awaitValue("v", Integer.toString(WRITES - 1));
            other.awaitValue("w", "1");
        }
    }

    @Test
    void whoWritesTooMuchTooFastIsNotReadFromAndNothingOfItIsLost() {
        Caller writer = Api.user(RoomStack.SLOW_TENANT, Ids.next().toString());
        String room = Api.newRoom(writer);
        try (TinyBaseSocket writing = TinyBaseSocket.open(writer, room);
                TinyBaseSocket other = TinyBaseSocket.open(writer, room)) {
            String much = "x".repeat(HeldChanges.BYTES_MAX);
            for (int i = 0; i < 10; i++) {
                writing.write("v" + i, "\"" + much + "\"", time(i));
            }

            other.awaitValue("v9", "\"" + much + "\"");
            assertEquals(10, other.ask("q", 7, "{}").path(0).size());
        }
    }

    @Test
    void whoLeavesAfterEachChangePaysAllTheSame() {
        Caller writer = Api.user(RoomStack.LIMITED_TENANT, Ids.next().toString());
        String room = Api.newRoom(writer);
        try (TinyBaseSocket other = TinyBaseSocket.open(
                        Api.user(RoomStack.LIMITED_TENANT, Ids.next().toString()), room);
                TinyBaseSocket hopping = TinyBaseSocket.channels(writer, room)) {
            for (int i = 0; i < 2 * RoomStack.LIMITED; i++) {
                hopping.send("S\n[\"s\",-1,[1,\"" + room + "\"]]");
                hopping.send("M\n" + room + "\n\n[\"w\",3,[[{}],[{\"v" + i + "\":[1,\"" + time(i) + "\"]}],1]]");
                hopping.send("S\n[null,-1,[2,\"" + room + "\"]]");
            }
            other.awaitValue("v" + (RoomStack.LIMITED / 2 - 1), "1");

            // What comes behind it waits for the quota of next year.
            other.write("last", "1", time(1));
            other.awaitValue("last", "1");
            assertTrue(other.ask("q", 7, "{}").path(0).size() <= RoomStack.LIMITED + 2);
        }
    }

    private static void write(TinyBaseSocket socket, String last) {
        for (int i = 0; i < WRITES; i++) {
            socket.write("v", Integer.toString(i), time(i));
        }
        socket.write("w", last, time(WRITES));
    }

    private static String time(int i) {
        return "NjEtLV-%04dAAAAA".formatted(i);
    }
}
