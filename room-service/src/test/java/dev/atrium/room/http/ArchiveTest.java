package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import dev.atrium.room.testing.TinyBaseSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rooms that are only read.
@ComponentTest
final class ArchiveTest {

    private static final String EARLY = "NjEtLV-----AAAAA";
    private static final String LATE = "NjEtLV----0AAAAA";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void anOwnerArchivesARoomWhichIsReadOn() {
        Api.post(bob, room, "hello").expect(201);
        archive(bob, true).expect(403);

        archive(ada, true).expect(200).body("archived", equalTo(true)).body("lastSequence", equalTo(3));
        archive(ada, true).expect(200).body("lastSequence", equalTo(3));

        Api.post(ada, room, "more")
                .expect(409)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/room-archived"));
        as(bob).get("/api/rooms/{id}/messages", room).expect(200).body("items.content", contains("hello"));
        as(bob).get("/api/rooms/" + room + "?at=2").body("archived", equalTo(false));
        as(bob).get("/api/rooms/" + room + "?at=3").body("archived", equalTo(true));
        await().untilAsserted(() -> as(bob).get("/api/rooms/" + room + "/activity?type=archived")
                .body("items.summary.archived", contains(true))
                .body("items.actor.subject", contains("user:ada")));

        as(ada).body(Map.of("name", "Attic", "archived", false))
                .patch("/api/rooms/{id}", room)
                .expect(200)
                .body("archived", equalTo(false))
                .body("name", equalTo("Attic"));
        Api.post(bob, room, "more").expect(201);
    }

    @Test
    void anArchivedRoomIsInTheListOfArchivedOnesOnly() {
        String other = Api.newRoom(ada);
        archive(ada, true).expect(200);

        await().until(() -> ids("/api/rooms"), List.of(other)::equals);
        assertEquals(List.of(room), ids("/api/rooms?archived=true"));
        assertEquals(List.of(room), ids("/api/rooms?archived=true&mine=true&order=activity"));
    }

    @Test
    void socketsHearOfItAndStay() {
        try (TestSocket socket = TestSocket.open(bob, room)) {
            archive(ada, true).expect(200);

            assertTrue(socket.awaitFrame("room-changed", _ -> true)
                    .at("/room/archived")
                    .asBoolean());
            socket.send("c-1", "more");
            assertEquals(
                    "/problems/room-archived",
                    socket.awaitAckOrError("c-1").at("/problem/type").asText());
        }
    }

    @Test
    void whatIsWrittenIntoTheDocumentIsTakenBack() {
        try (TinyBaseSocket writer = TinyBaseSocket.open(ada, room)) {
            writer.write("v", "1", EARLY);
            writer.awaitValue("v", "1");
            archive(ada, true).expect(200);

            writer.write("v", "2", LATE);

            assertEquals("1", writer.await(3).at("/2/1/0/v/0").toString());
        }
    }

    private Answer archive(Caller caller, boolean archived) {
        return as(caller).body(Map.of("archived", archived)).patch("/api/rooms/{id}", room);
    }

    private List<String> ids(String list) {
        return as(ada).get(list).expect(200).path("items.id");
    }
}
