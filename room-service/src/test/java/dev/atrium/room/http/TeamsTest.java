package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What teams are given in rooms, those have who are in them (RM-6).
@ComponentTest
final class TeamsTest {

    private static final String TEAM = "/api/rooms/{room}/teams/{team}";
    private static final String SYNC = "/internal/rooms/{room}/teams/{team}";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final Caller eve = Api.user(tenant, "eve");
    private final Caller teams = TestTokens.caller("system:teams", tenant, "rooms:teams");
    private final String study = Api.newPrivateRoom(ada);
    private final String deck = Ids.next().toString();

    @Test
    void whoIsInATeamIsAMemberUntilItLeavesIt() {
        put("editor").expect(200).body("team", equalTo(deck)).body("name", nullValue());
        as(bob).get("/api/rooms/{room}", study).expect(404);

        sync("bob", "eve").expect(200).body("left", equalTo(0));
        Api.post(bob, study, "hello").expect(201);
        as(bob).get("/api/rooms/{room}/teams", study)
                .body("items.team", contains(deck))
                .body("items.name", contains("Deck"))
                .body("items.role", contains("editor"));
        as(ada).get("/api/rooms/{room}/members/user:bob", study)
                .body("handle", equalTo("bob"))
                .body("role", equalTo("editor"))
                .body("own", nullValue())
                .body("teams", contains(deck));
        await().untilAsserted(() -> as(bob).get("/api/rooms?mine=true").body("items.id", hasItem(study)));

        try (TestSocket socket = TestSocket.open(bob, study)) {
            sync("eve").expect(200);
            assertEquals(4403, socket.awaitClose());
        }
        as(bob).get("/api/rooms/{room}", study).expect(404);
        as(eve).get("/api/rooms/{room}", study).expect(200);
    }

    @Test
    void anotherRoleOfATeamIsThatOfItsMembersWhenItIsAnswered() {
        put("editor");
        sync("bob");

        put("viewer").expect(200).body("name", equalTo("Deck")).body("role", equalTo("viewer"));
        Api.post(bob, study, "hello").expect(403);

        as(ada).delete(TEAM, study, deck).expect(204);
        as(ada).delete(TEAM, study, deck).expect(204);
        as(bob).get("/api/rooms/{room}", study).expect(404);
        as(ada).get("/api/rooms/{room}/teams", study).body("items", empty());
        as(ada).get("/api/rooms/{room}/members", study).body("items.subject", contains("user:ada"));
    }

    @Test
    void whatSomebodyWasGivenItselfStaysWithoutTheTeam() {
        put("editor");
        as(ada).body(Map.of("role", "viewer")).put("/api/rooms/{room}/members/user:bob", study);
        sync("bob");
        as(ada).get("/api/rooms/{room}/members/user:bob", study)
                .body("role", equalTo("editor"))
                .body("own", equalTo("viewer"));

        as(ada).delete(TEAM, study, deck);

        as(ada).get("/api/rooms/{room}/members/user:bob", study)
                .body("role", equalTo("viewer"))
                .body("teams", nullValue());
    }

    @Test
    void whoIsThereByATeamIsNotRemovedButBanned() {
        put("viewer");
        sync("bob");

        as(ada).delete("/api/rooms/{room}/members/user:bob", study)
                .expect(409)
                .body("detail", containsString("by a team"));
        as(ada).body(Map.of()).put("/api/rooms/{room}/bans/user:bob", study).expect(200);
        sync("bob");
        as(bob).get("/api/rooms/{room}", study).expect(404);

        as(ada).delete("/api/rooms/{room}/bans/user:bob", study);
        sync("bob");
        as(bob).get("/api/rooms/{room}", study).expect(200);
    }

    @Test
    void aRoomIsToldInPartsAndOfEachPartOnlyWhatIsInIt() {
        put("viewer");
        sync("bob", "eve", "joe");

        part("Deck", null, "user:c", "cat").expect(200);
        assertMembers("user:ada", "user:cat", "user:eve", "user:joe");
        part("Deck", "user:eve", "user:eve").expect(200);
        assertMembers("user:ada", "user:cat", "user:joe");
        part("Deck", "user:d", null, "sue").expect(200);
        assertMembers("user:ada", "user:cat", "user:sue");
        part(null, null, null).expect(200);
        assertMembers("user:ada");
        as(ada).get("/api/rooms/{room}/teams", study).body("items", empty());
    }

    @Test
    void whoWasInWhichTeamIsToldAsOfThen() {
        put("viewer");
        sync("bob");
        as(ada).delete(TEAM, study, deck);

        as(ada).get("/api/rooms/{room}/members?at=4", study)
                .body("items.subject", contains("user:ada", "user:bob"))
                .body("items[1].teams", contains(deck));
        as(ada).get("/api/rooms/{room}/teams?at=4", study).body("items.name", contains("Deck"));
        as(ada).get("/api/rooms/{room}/teams?at=5", study).body("items", empty());
    }

    @Test
    void ownersGiveTeamsRolesAndNobodyElseDoes() {
        as(ada).body(Map.of("role", "editor")).put("/api/rooms/{room}/members/user:bob", study);

        as(bob).body(Map.of("role", "viewer")).put(TEAM, study, deck).expect(403);
        as(bob).delete(TEAM, study, deck).expect(403);
        as(eve).body(Map.of("role", "viewer")).put(TEAM, study, deck).expect(404);
        as(eve).get("/api/rooms/{room}/teams", study).expect(404);
        as(ada).body(Map.of("role", "viewer")).put(TEAM, study, "deck").expect(404);
        as(ada).body(Map.of("role", "king")).put(TEAM, study, deck).expect(400);
        as(ada).body(Map.of("role", "viewer"))
                .put("/api/rooms/{room}/members/team:" + deck, study)
                .expect(400);
        as(ada).body(Map.of("members", List.of())).post(SYNC, study, deck).expect(403);
        as(teams)
                .body(Map.of("members", List.of()))
                .post(SYNC, Ids.next().toString(), deck)
                .expect(404);
    }

    private Answer put(String role) {
        return as(ada).body(Map.of("role", role)).put(TEAM, study, deck);
    }

    private Answer sync(String... members) {
        return part("Deck", null, null, members);
    }

    private Answer part(@Nullable String name, @Nullable String from, @Nullable String to, String... members) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("name", name);
        body.put("from", from);
        body.put("to", to);
        body.put(
                "members",
                Arrays.stream(members)
                        .map(member -> Map.of("subject", "user:" + member, "handle", member))
                        .toList());
        return as(teams).body(body).post(SYNC, study, deck);
    }

    private void assertMembers(String... subjects) {
        as(ada).get("/api/rooms/{room}/members", study).body("items.subject", contains(subjects));
    }
}
