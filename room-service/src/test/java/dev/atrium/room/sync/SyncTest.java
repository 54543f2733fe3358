package dev.atrium.room.sync;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.testing.TinyBaseSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A room's document, shared by sockets of one room.
@ComponentTest
final class SyncTest {

    private static final String EARLY = "NjEtLV-----AAAAA";
    private static final String LATE = "NjEtLV----0AAAAA";
    private static final String LATEST = "NjEtLV----1AAAAA";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newRoom(ada);

    @Test
    void whoWritesIsHeardByTheOthersAndNotByItself() {
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room);
                TinyBaseSocket other = TinyBaseSocket.open(Api.user(tenant, "bob"), room)) {
            writer.write("v", "1", EARLY);

            assertEquals("[1,\"" + EARLY + "\"]", other.await(3).at("/2/1/0/v").toString());
            JsonNode settled = other.await(2);
            assertEquals(settled.path(2), writer.await(2).path(2));
            assertTrue(writer.texts().isEmpty(), writer.texts()::toString);
        }
    }

    @Test
    void theLastWriteWinsInWhateverOrder() {
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room);
                TinyBaseSocket other = TinyBaseSocket.open(ada, room)) {
            writer.write("v", "\"late\"", LATE);
            other.await(3);
            writer.write("v", "\"early\"", EARLY);
            writer.write("w", "true", EARLY);

            assertEquals(
                    "{\"w\":[true,\"" + EARLY + "\"]}",
                    other.await(3).at("/2/1/0").toString());
            assertEquals("\"late\"", other.ask("q", 7, "{}").at("/0/v/0").toString());
        }
    }

    /// What lost against what was there is not among it.
    @Test
    void eachVersionOfAValueIsToldWithWhoWroteIt() {
        Caller bob = Api.user(tenant, "bob");
        String history = "/api/rooms/" + room + "/document/history";
        String deleted = "\"\ufffc\"";
        try (TinyBaseSocket adas = TinyBaseSocket.open(ada, room);
                TinyBaseSocket bobs = TinyBaseSocket.open(bob, room)) {
            adas.write("v", "\"one\"", EARLY);
            bobs.await(3);
            bobs.write("v", "2", LATE);
            adas.await(3);
            adas.write("v", "\"lost\"", EARLY);
            adas.write("v", deleted, LATEST);
            bobs.await(3);
        }

        Answer told = as(bob).query("path", "[ \"v\", \"\\u0076\" ]")
                .query("limit", 2)
                .get(history)
                .expect(200)
                .body("items.by.subject", contains("user:ada", "user:bob"))
                .body("items.removed", contains(true, null))
                .body("items[0]", not(hasKey("value")))
                .body("items[1].value", equalTo(2))
                .body("items[1].at", notNullValue());
        String next = told.path("nextCursor");
        as(bob).query("path", "[\"v\",\"v\"]")
                .query("cursor", next)
                .get(history)
                .body("items.value", contains("one"))
                .body("items[0].version", equalTo(2))
                .body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v", "[]", "[\"v\"]", "[\"t\",\"a\",\"b\"]", "[\"v\",1]", "[\"v\",\"v\"] 1"})
    void aHistoryIsThatOfACellOrAValue(String path) {
        as(ada).query("path", path)
                .get("/api/rooms/" + room + "/document/history")
                .expect(400)
                .body("errors[0].parameter", equalTo("path"));
    }

    @Test
    void whatAClientAnnouncesIsFetched() {
        try (TinyBaseSocket client = TinyBaseSocket.open(ada, room);
                TinyBaseSocket other = TinyBaseSocket.open(ada, room)) {
            client.send("\n[\"tx\",2,[0,7]]");
            JsonNode question = client.await(7);
            client.send("S\n[" + question.path(0) + ",0,[{\"v\":[1,\"" + EARLY + "\"]}]]");

            assertEquals("1", other.await(3).at("/2/1/0/v/0").toString());
            assertEquals(2, client.await(2).path(1).asInt());
        }
    }

    @Test
    void spectatorsSeeAndWhatTheyWriteIsTakenBack() {
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room);
                TinyBaseSocket nobody = TinyBaseSocket.open(Api.anonymous(tenant), room);
                TinyBaseSocket eve = TinyBaseSocket.open(Api.reader(tenant, "eve"), room)) {
            writer.write("v", "1", EARLY);
            for (TinyBaseSocket spectator : List.of(nobody, eve)) {
                spectator.await(3);
                spectator.write("v", "2", LATE);
                spectator.send("\n[\"tx\",2,[0,7]]");

                JsonNode back = spectator.await(3);
                assertEquals("1", back.at("/2/1/0/v/0").toString());
                assertTrue(back.at("/2/1/0/v/1").asText().compareTo(LATE) > 0);
            }
            assertEquals("1", writer.ask("q", 7, "{}").at("/0/v/0").toString());
            assertTrue(writer.texts().stream().noneMatch(text -> text.contains(",3,")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no line feed",
                "\nnot json",
                "\n[\"a\",1]",
                "\n[\"a\",9,\"\"]",
                "\n[\"a\",-1,[0,1]]",
                "\n[\"a\",2,[0.5,0]]",
                "\n[\"a\",2,[4294967296,0]]",
                "\n[\"a\",3,[[{}],[{\"v\":[1,\"soon\"]}],1]]",
                "\n[\"a\",3,[[{}],[{\"v\":[1,\"NjEtLV-----AAAAA\",5]}],1]]",
                "\n[5,1,\"\"]",
                "\n0123456789abcdef\n2\n2\n[",
                "somebody\n[\"a\",1]"
            })
    void whatIsNotOfTheProtocolEndsTheSocket(String payload) {
        try (TinyBaseSocket socket = TinyBaseSocket.open(ada, room)) {
            socket.send(payload);

            assertEquals("1007 tinybase:14", socket.awaitClose());
        }
    }

    @Test
    void binaryMessagesEndTheSocket() {
        try (TinyBaseSocket socket = TinyBaseSocket.open(ada, room)) {
            socket.binary();

            assertEquals("1007 tinybase:14", socket.awaitClose());
        }
    }

    @Test
    void tooManyFragmentsEndTheSocket() {
        try (TinyBaseSocket socket = TinyBaseSocket.open(ada, room)) {
            socket.send("\n0123456789abcdef\n0\n1001\n[");

            assertEquals("1013 tinybase:15:fragments", socket.awaitClose());
        }
    }

    @Test
    void someThingsAreIgnored() {
        try (TinyBaseSocket socket = TinyBaseSocket.open(ada, room)) {
            socket.write("v", "1", "zzzzzzzzzzzzzzzz");
            socket.send("somebody\n[\"a\",1,\"\"]");
            socket.send("\n[\"unasked\",0,[0,0]]");
            socket.send("\n[\"a\",3,[[{\"t\":[{\"r\":[{}]}]}],[{}],1]]");

            assertEquals("[0,0]", socket.ask("q", 1, "\"\"").toString());
        }
    }

    @Test
    void fragmentsArePutTogether() {
        try (TinyBaseSocket socket = TinyBaseSocket.open(ada, room)) {
            socket.send("\n0123456789abcdef\n1\n2\n\"x\",\"" + EARLY + "\"]}],1]]");
            socket.send("\n0123456789abcdef\n0\n2\n[\"a\",3,[[{}],[{\"v\":[");

            socket.awaitValue("v", "\"x\"");
        }
    }

    @Test
    void aLargeChangeBecomesSeveralEventsAndIsThereAsAWhole() {
        StringBuilder cells = new StringBuilder();
        String text = "x".repeat(90_000);
        for (int i = 0; i < 20; i++) {
            cells.append(i == 0 ? "" : ",").append("\"v" + i + "\":[\"" + text + "\",\"" + EARLY + "\"]");
        }
        try (TinyBaseSocket socket = TinyBaseSocket.open(ada, room)) {
            socket.send("\n[\"a\",3,[[{}],[{" + cells + "}],1]]");

            await().until(() ->
                    socket.ask("q" + System.nanoTime(), 7, "{}").path(0).size() == 20);
        }
    }

    @Test
    void aCellFullOfEmojiIsTaken() {
        String full = "\"" + "😀".repeat(99_990) + "\"";
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room);
                TinyBaseSocket reader = TinyBaseSocket.open(ada, room)) {
            writer.write("v", full, EARLY);

            reader.awaitValue("v", full);
            Api.post(ada, room, "the shard is still open").expect(201);
        }
    }

    @Test
    void onlyThoseWhoMayWriteMaySendMuch() {
        String large = "\n[\"a\",3,[[{}],[{\"v\":[\"" + "x".repeat(2_000_000) + "\",\"" + EARLY + "\"]}],1]]";
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room);
                TinyBaseSocket eve = TinyBaseSocket.open(Api.reader(tenant, "eve"), room)) {
            writer.send(large);
            assertEquals("\"\ufffc\"", writer.await(3).at("/2/1/0/v/0").toString());

            eve.send(large);
            assertEquals("1013 tinybase:15:socket", eve.awaitClose());
        }
    }

    @Test
    void fragmentsOfThoseWhoMayNotWriteAreFewerBytes() {
        String piece = "x".repeat(600_000);
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room);
                TinyBaseSocket eve = TinyBaseSocket.open(Api.reader(tenant, "eve"), room)) {
            for (TinyBaseSocket socket : List.of(writer, eve)) {
                socket.send("\n0123456789abcdef\n0\n3\n" + piece);
                socket.send("\n0123456789abcdef\n1\n3\n" + piece);
            }

            assertEquals("1013 tinybase:15:fragments", eve.awaitClose());
            assertEquals("[0,0]", writer.ask("q", 1, "\"\"").toString());
        }
    }

    @Test
    void aLeafThatIsTooLargeIsTakenBack() {
        try (TinyBaseSocket socket = TinyBaseSocket.open(ada, room)) {
            socket.write("v", "\"" + "x".repeat(250_000) + "\"", EARLY);

            assertEquals("\"\ufffc\"", socket.await(3).at("/2/1/0/v/0").toString());
        }
    }

    @Test
    void clientsOfChatHearNothingOfDocumentsAndTheirMessagesGoOn() {
        try (TestSocket chat = TestSocket.open(ada, room);
                TinyBaseSocket socket = TinyBaseSocket.open(ada, room)) {
            socket.write("v", "1", EARLY);
            socket.awaitValue("v", "1");
            chat.send("c", "hello");
            chat.awaitAck("c");
            socket.write("v", "2", LATE);
            socket.awaitValue("v", "2");
            chat.send("d", "again");
            chat.awaitAck("d");

            assertEquals(List.of("hello", "again"), chat.awaitContents(2));
            try (TestSocket late = TestSocket.open(ada, room, "?after=1")) {
                assertEquals(List.of("hello", "again"), late.awaitContents(2));
            }
        }
    }

    @Test
    void manyWritersAgree() {
        List<TinyBaseSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sockets.add(TinyBaseSocket.open(Api.user(tenant, "u" + i), room));
        }
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < sockets.size(); i++) {
                sockets.get(i).write("v" + round % 7, Integer.toString(i), "NjEtLV-%04d%05d".formatted(round, i));
            }
        }

        await().untilAsserted(() -> {
            JsonNode all =
                    sockets.getFirst().ask("q" + System.nanoTime(), 7, "{}").path(0);
            assertEquals(7, all.size());
            for (int value = 0; value < 7; value++) {
                int last = value < 5 ? 35 + value : 28 + value;
                assertEquals(
                        "NjEtLV-%04d%05d".formatted(last, 4),
                        all.at("/v" + value + "/1").asText());
            }
        });
        sockets.forEach(TinyBaseSocket::close);
    }
}
