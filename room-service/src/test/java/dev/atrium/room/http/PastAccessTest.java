package dev.atrium.room.http;

import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How a room was described, and who was in it, at an earlier sequence number (RM-5).
@ComponentTest
final class PastAccessTest {

    private static final String BOB = "/members/user:bob";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void aRoomIsDescribedAsItWasThen() {
        Api.post(ada, room, "hello");
        as(ada).body(Map.of("name", "Study", "everyone", "viewer")).patch("/api/rooms/{id}", room);
        as(ada).body(Map.of("visibility", "private")).patch("/api/rooms/{id}", room);

        at(ada, "", 2)
                .expect(200)
                .body("name", equalTo("Lobby"))
                .body("visibility", equalTo("public"))
                .body("everyone", equalTo("editor"))
                .body("lastSequence", equalTo(2));
        at(ada, "", 3)
                .body("name", equalTo("Study"))
                .body("visibility", equalTo("public"))
                .body("everyone", equalTo("viewer"));
        as(ada).get("/api/rooms/{id}", room).body("visibility", equalTo("private"));
        assertEquals(as(ada).get("/api/rooms/{id}", room).text(), at(ada, "", 4).text());
        at(ada, "", 5).expect(400);
        at(ada, "", 0).expect(400);
    }

    @Test
    void membersAndTheirRolesAreThoseOfThen() {
        put(BOB, Map.of("role", "viewer", "handle", "bob"));
        put(BOB, Map.of("role", "owner", "handle", "Bob"));
        put("/members/user:eve", Map.of("role", "editor", "handle", "eve"));
        as(bob).delete("/api/rooms/{id}/members/user:ada", room).expect(204);

        assertMembers(1, "user:ada", "owner");
        at(ada, "/members", 2).body("items.role", contains("owner", "viewer"));
        at(ada, "/members", 3).body("items.handle", contains("user-ada", "Bob"));
        at(ada, "/members", 4)
                .body("items.subject", contains("user:ada", "user:bob", "user:eve"))
                .body("items.role", contains("owner", "owner", "editor"));
        at(ada, "/members", 5).body("items.subject", contains("user:bob", "user:eve"));
        Answer first = as(ada).get("/api/rooms/{id}/members?at=4&limit=2", room);
        first.body("items.subject", contains("user:ada", "user:bob"));
        as(ada).get("/api/rooms/{id}/members?at=4&limit=2&cursor=" + first.path("nextCursor"), room)
                .body("items.subject", contains("user:eve"));
    }

    @Test
    void aBanTookTheMembershipAndIsToldToOwnersOnly() {
        put(BOB, Map.of("role", "editor", "handle", "bob"));
        put("/bans/user:bob", Map.of("reason", "noise"));
        put(
                "/bans/user:eve",
                Map.of("expiresAt", Instant.now().plusSeconds(3_600).toString()));
        as(ada).delete("/api/rooms/{id}/bans/user:bob", room).expect(204);
        put(BOB, Map.of("role", "commenter", "handle", "bob"));

        at(ada, "/bans", 2).expect(200).body("items", empty());
        at(ada, "/bans", 3).body("items.subject", contains("user:bob")).body("items[0].reason", equalTo("noise"));
        at(ada, "/bans", 4).body("items.subject", contains("user:bob", "user:eve"));
        at(ada, "/bans", 5).body("items.subject", contains("user:eve"));
        assertMembers(3, "user:ada", "owner");
        at(bob, "/members", 6).body("items.role", contains("owner", "commenter"));
        at(bob, "/bans", 3).expect(403);
    }

    /// What somebody might once read, it may not for that reason.
    @Test
    void whoMayNotReadTheRoomNowLearnsNothingOfItsPast() {
        put("/bans/user:bob", Map.of());
        as(ada).body(Map.of("visibility", "private")).patch("/api/rooms/{id}", room);
        String nowhere = "0198c2f0-0000-7000-8000-000000000001";

        for (Caller caller : List.of(bob, Api.user(Api.newTenant(), "ada"), Api.anonymous(tenant))) {
            for (String path : List.of("?at=1", "?at=9", "/members?at=1", "/members?at=9")) {
                Answer hidden = as(caller).get("/api/rooms/" + room + path);
                assertEquals(404, hidden.statusCode(), path);
                assertEquals(as(caller).get("/api/rooms/" + nowhere + path).text(), hidden.text(), path);
            }
        }
    }

    private void assertMembers(int at, String subject, String role) {
        at(ada, "/members", at)
                .expect(200)
                .body("items.subject", contains(subject))
                .body("items.role", contains(role));
    }

    private void put(String path, Map<String, String> body) {
        as(ada).body(body).put("/api/rooms/" + room + path).expect(200);
    }

    private Answer at(Caller caller, String path, int at) {
        return as(caller).get("/api/rooms/" + room + path + "?at=" + at);
    }
}
