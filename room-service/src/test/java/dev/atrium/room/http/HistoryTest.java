package dev.atrium.room.http;

import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.chat.Room;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of messages; in a long room memory has the newest ones and PostgreSQL the others.
@ComponentTest
final class HistoryTest {

    private final Caller ada = Api.user(Api.newTenant(), "ada");
    private final String room = Api.newRoom(ada);

    @Test
    void pagesLeadBackToTheBeginningAndForthToTheEnd() {
        for (int i = 2; i <= 8; i++) {
            Api.post(ada, room, "m" + i);
        }

        assertPage(true, IntStream.rangeClosed(6, 8), "limit=3");
        assertPage(true, IntStream.rangeClosed(3, 5), "limit=3&before=6");
        assertPage(false, IntStream.rangeClosed(2, 2), "limit=3&before=3");
        assertPage(false, IntStream.empty(), "before=2");
        assertPage(true, IntStream.rangeClosed(2, 4), "limit=3&after=0");
        assertPage(true, IntStream.rangeClosed(5, 7), "limit=3&after=4");
        assertPage(false, IntStream.rangeClosed(8, 8), "limit=3&after=7");
        assertPage(false, IntStream.empty(), "after=8");
        assertPage(false, IntStream.rangeClosed(2, 8), "limit=200");
    }

    @Test
    void aLongRoomHasItsWholeHistoryAndKnowsRepetitionsOfAllOfIt() {
        int last = Room.WINDOW + 150;
        fill(last);

        assertPage(true, IntStream.rangeClosed(last - 49, last), "limit=50");
        assertPage(true, IntStream.rangeClosed(2, 201), "limit=200&after=0");
        assertPage(true, IntStream.rangeClosed(120, 319), "limit=200&after=119");
        assertPage(true, IntStream.rangeClosed(60, 159), "limit=100&before=160");
        assertPage(false, IntStream.rangeClosed(2, 19), "limit=100&before=20");
        Api.post(ada, room, "again", "c-5").expect(200).body("sequence", equalTo(5));
        Api.post(ada, room, "again", "c-" + last).expect(200).body("sequence", equalTo(last));
        Api.post(ada, room, "new", "new").expect(201).body("sequence", equalTo(last + 1));
        try (TestSocket socket = TestSocket.open(ada, room)) {
            for (String clientId : List.of("newer", "c-6", "newest", "c-7")) {
                socket.send(clientId, "again or not");
            }
            assertEquals(last + 2, socket.awaitAck("newer").path("sequence").asInt());
            assertEquals(6, socket.awaitAck("c-6").path("sequence").asInt());
            assertEquals(last + 3, socket.awaitAck("newest").path("sequence").asInt());
            assertEquals(7, socket.awaitAck("c-7").path("sequence").asInt());
        }
    }

    @Test
    void whoHasAPageGetsItAgainOnlyOnceSomethingHasHappened() {
        String message = Api.post(ada, room, "one").path("id");
        String page = "/api/rooms/" + room + "/messages";
        String tag = as(ada).get(page).header("ETag");

        unchanged(ada, tag, page);
        unchanged(ada, "\"other\", W/" + tag, page);
        unchanged(ada, tag, page + "?limit=1&before=2");
        unchanged(ada, tag, page + "?replyTo=" + message);
        as(ada).header("If-None-Match", "\"other\"").get(page).expect(200);

        as(ada).put(page + "/" + message + "/reactions/thumbs-up").expect(200);

        Answer changed = as(ada).header("If-None-Match", tag).get(page);
        changed.expect(200).body("items[0].reactions.size()", equalTo(1));
        unchanged(ada, changed.header("ETag"), page);
    }

    @Test
    void whoMayNotReadARoomIsNotToldWhetherSomethingHappened() {
        String study = Api.newPrivateRoom(ada);
        String page = "/api/rooms/" + study + "/messages";
        String tag = as(ada).get(page).header("ETag");

        as(Api.user(ada.tenant().value(), "bob"))
                .header("If-None-Match", tag)
                .get(page)
                .expect(404);
    }

    private static void unchanged(Caller caller, String tag, String address) {
        as(caller)
                .header("If-None-Match", tag)
                .get(address)
                .expect(304)
                .header("ETag", tag.substring(tag.lastIndexOf('"', tag.length() - 2)))
                .body(equalTo(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "cursor=MQ",
                "limit=201",
                "limit=x",
                "before=-1",
                "before=x",
                "after=-1",
                "after=1.5",
                "after=1&before=3"
            })
    void whatIsNoPageIsRefused(String query) {
        as(ada).get("/api/rooms/" + room + "/messages?" + query)
                .expect(400)
                .contentType("application/problem+json")
                .body("errors[0].parameter", equalTo(query.substring(0, query.indexOf('='))));
    }

    /// Sends messages until the room has this last sequence number; each has the client id `c-<sequence>`.
    private void fill(int last) {
        try (TestSocket socket = TestSocket.open(ada, room)) {
            for (int from = 2; from <= last; from += 100) {
                int to = Math.min(from + 99, last);
                socket.text(IntStream.rangeClosed(from, to)
                        .mapToObj(i -> "{\"type\":\"send\",\"clientId\":\"c-%d\",\"content\":\"m%d\"}".formatted(i, i))
                        .toList()
                        .toString());
                socket.awaitAck("c-" + to);
            }
        }
    }

    private void assertPage(boolean hasMore, IntStream sequences, String query) {
        Answer page = as(ada).get("/api/rooms/" + room + "/messages?" + query);

        List<String> contents = page.expect(200).path("items.content");
        assertEquals(sequences.mapToObj(i -> "m" + i).toList(), contents, query);
        assertEquals(hasMore, page.path("hasMore"), query);
    }
}
