package dev.atrium.room.http;

import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What other services learn of somebody's role in a room, and post there by themselves (GW-9).
@ComponentTest
final class RoleTest {

    private static final String ROLE = "/internal/rooms/{id}/role";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");

    @Test
    void theRoleIsThatOfTheRoomWithinTheCredentials() {
        String room = Api.newPrivateRoom(ada);
        as(ada).body(Map.of("role", "commenter"))
                .put("/api/rooms/{id}/members/user:bob", room)
                .expect(200);

        as(ada).get(ROLE, room).expect(200).body("role", equalTo("owner"));
        as(bob).get(ROLE, room).expect(200).body("role", equalTo("commenter"));
        as(Api.reader(tenant, "ada")).get(ROLE, room).body("role", equalTo("viewer"));
    }

    @Test
    void whoMayNotKnowOfTheRoomLearnsNothing() {
        String room = Api.newPrivateRoom(ada);

        as(bob).get(ROLE, room).expect(404);
        as(Api.user(Api.newTenant(), "ada")).get(ROLE, room).expect(404);
        as(ada).get(ROLE, "none").expect(404);
        as(TestTokens.caller("user:ada", tenant, "files:read")).get(ROLE, room).expect(403);
    }

    @Test
    void aProgramOfTheSuitePostsIntoARoomThatItIsNoMemberOf() {
        String room = Api.newPrivateRoom(ada);
        Caller webhook = new Caller(
                "system:webhook",
                ada.tenant(),
                "system:webhook:GitHub",
                Set.of(),
                Set.of("rooms:write", "messages:write"));

        Api.post(webhook, room, "acme/site: Fix a typo", "webhook:1:0").expect(201);
        Api.post(webhook, room, "acme/site: Fix a typo", "webhook:1:0").expect(200);

        as(ada).get("/api/rooms/{id}/messages", room)
                .body("items.size()", equalTo(1))
                .body("items[0].sender.handle", equalTo("system:webhook:GitHub"));
    }
}
