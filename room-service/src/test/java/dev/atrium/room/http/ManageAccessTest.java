package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rooms, members, bans and links are changed by those who may, and by nobody else (RM-6).
@ComponentTest
final class ManageAccessTest {

    private static final String NOWHERE = "0198c2f0-0000-7000-8000-000000000001";

    /// What only owners do, by the role that a caller has.
    private static final List<BiFunction<Request, String, Answer>> OWNED = List.of(
            (request, room) -> request.body(Map.of("name", "Hall")).patch("/api/rooms/{id}", room),
            (request, room) -> request.body(Map.of("role", "viewer")).put("/api/rooms/{id}/members/user:joe", room),
            (request, room) -> request.delete("/api/rooms/{id}/members/user:joe", room),
            (request, room) -> request.get("/api/rooms/{id}/bans", room),
            (request, room) -> request.get("/api/rooms/{id}/bans/user:joe", room),
            (request, room) -> request.body(Map.of()).put("/api/rooms/{id}/bans/user:joe", room),
            (request, room) -> request.delete("/api/rooms/{id}/bans/user:joe", room),
            (request, room) -> request.get("/api/rooms/{id}/links", room),
            (request, room) -> request.get("/api/rooms/{id}/links/" + NOWHERE, room),
            (request, room) -> request.body(Map.of("role", "viewer")).post("/api/rooms/{id}/links", room),
            (request, room) -> request.delete("/api/rooms/{id}/links/" + NOWHERE, room));

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final Caller eve = Api.user(tenant, "eve");
    private final String lobby = Api.newRoom(ada);
    private final String study = Api.newPrivateRoom(ada);

    @Test
    void aRoomIsChanged() {
        as(ada).body(Map.of("name", "Hall", "everyone", "viewer"))
                .patch("/api/rooms/{id}", lobby)
                .expect(200)
                .body("name", equalTo("Hall"))
                .body("everyone", equalTo("viewer"))
                .body("visibility", equalTo("public"))
                .body("lastSequence", equalTo(2));
        as(ada).body(Map.of("name", "Hall")).patch("/api/rooms/{id}", lobby).body("lastSequence", equalTo(2));
        as(ada).body(Map.of()).patch("/api/rooms/{id}", lobby).expect(200);

        awaitList(bob, "name", List.of("Hall"));
        Api.post(bob, lobby, "x").expect(403).body("detail", equalTo(needs("commenter")));
    }

    @Test
    void whoMakesARoomPrivateShutsTheOthersOut() {
        as(ada).body(Map.of("visibility", "private"))
                .patch("/api/rooms/{id}", lobby)
                .expect(200);

        as(bob).get("/api/rooms/{id}", lobby).expect(404);
        as(Api.anonymous(tenant)).get("/api/rooms/{id}", lobby).expect(404);
        awaitList(bob, "id", List.of());
    }

    @Test
    void membersAreListedInPages() {
        put(study, "user:bob", Map.of("role", "editor", "handle", "Bob")).expect(200);
        put(study, "key:1", Map.of("role", "viewer"))
                .expect(200)
                .body("subject", equalTo("key:1"))
                .body("handle", equalTo("key:1"))
                .body("role", equalTo("viewer"));

        String members = "/api/rooms/" + study + "/members";
        as(bob).get(members).body("items.subject", contains("key:1", "user:ada", "user:bob"));
        Answer first = as(bob).get(members + "?limit=2");
        as(bob).get(members + "?limit=2&cursor=" + first.path("nextCursor"))
                .body("items.handle", contains("Bob"))
                .body("items.role", contains("editor"))
                .body("nextCursor", nullValue());
        as(bob).get(members + "/key:1").expect(200).body("role", equalTo("viewer"));
        assertSame(as(bob).get(members + "/user:eve"), as(eve).get(members + "/key:1"));
    }

    @Test
    void membersOfAPrivateRoomDoWhatTheirRoleAllows() {
        put(study, "user:bob", Map.of("role", "viewer")).expect(200);

        as(bob).get("/api/rooms/{id}/messages", study).expect(200);
        awaitList(bob, "id", List.of(study, lobby));
        Api.post(bob, study, "x").expect(403).body("detail", equalTo(needs("commenter")));

        put(study, "user:bob", Map.of("role", "commenter")).expect(200);

        Api.post(bob, study, "x").expect(201);
    }

    @Test
    void ownersModerate() {
        String message = Api.post(eve, lobby, "x").path("id");
        as(bob).delete("/api/rooms/{id}/messages/{m}", lobby, message).expect(403);

        put(lobby, "user:bob", Map.of("role", "owner")).expect(200);

        as(bob).delete("/api/rooms/{id}/messages/{m}", lobby, message).expect(200);
        as(bob).delete("/api/rooms/{id}/members/user:ada", lobby).expect(204);
        as(ada).body(Map.of("name", "x")).patch("/api/rooms/{id}", lobby).expect(403);
    }

    @Test
    void aRoomIsNeverWithoutAnOwner() {
        put(study, "user:ada", Map.of("role", "editor")).expect(409);
        as(ada).delete("/api/rooms/{id}/members/user:ada", study).expect(409);

        put(study, "user:bob", Map.of("role", "owner")).expect(200);
        as(ada).delete("/api/rooms/{id}/members/user:ada", study).expect(204);

        as(ada).get("/api/rooms/{id}", study).expect(404);
        awaitList(ada, "id", List.of(lobby));
    }

    @Test
    void everybodyMayLeave() {
        put(study, "user:bob", Map.of("role", "viewer")).expect(200);

        as(bob).delete("/api/rooms/{id}/members/user:bob", study).expect(204);
        as(bob).delete("/api/rooms/{id}/members/user:bob", study).expect(404);
        as(bob).delete("/api/rooms/{id}/members/user:bob", lobby).expect(204);
    }

    @Test
    void whoIsBannedFindsNothing() {
        put(lobby, "user:bob", Map.of("role", "editor")).expect(200);
        Map<String, Object> ban = Map.of(
                "reason", "noise", "expiresAt", Instant.now().plusSeconds(3_600).toString());
        for (int i = 0; i < 2; i++) {
            as(ada).body(ban)
                    .put("/api/rooms/{id}/bans/user:bob", lobby)
                    .expect(200)
                    .body("reason", equalTo("noise"))
                    .body("by.subject", equalTo("user:ada"));
        }

        Answer absent = as(bob).get("/api/rooms/{id}", NOWHERE);
        assertSame(absent, as(bob).get("/api/rooms/{id}", lobby));
        assertSame(absent, Api.post(bob, lobby, "x"));
        awaitList(bob, "id", List.of());
        as(ada).get("/api/rooms/{id}/bans", lobby).body("items.subject", contains("user:bob"));
        as(ada).get("/api/rooms/{id}/bans/user:bob", lobby).expect(200).body("reason", equalTo("noise"));
        as(ada).get("/api/rooms/{id}/members", lobby).body("items.subject", contains("user:ada"));
        put(lobby, "user:bob", Map.of("role", "editor")).expect(409);

        for (int i = 0; i < 2; i++) {
            as(ada).delete("/api/rooms/{id}/bans/user:bob", lobby).expect(204);
        }
        awaitList(bob, "id", List.of(lobby));
        as(ada).get("/api/rooms/{id}/bans", lobby).body("items", hasSize(0));
        as(ada).get("/api/rooms/{id}/bans/user:bob", lobby).expect(404);
    }

    @Test
    void aLinkLetsPeopleIn() {
        String token = link(study, Map.of("role", "commenter", "maxUses", 1)).path("token");

        for (int i = 0; i < 2; i++) {
            join(bob, study, token).expect(200).body("role", equalTo("commenter"));
        }
        Api.post(bob, study, "x").expect(201);
        awaitList(bob, "id", List.of(study, lobby));
        join(ada, study, token).expect(200).body("role", equalTo("owner"));
        as(ada).get("/api/rooms/{id}/links", study).body("items", hasSize(0));
    }

    @Test
    void linksAreListedWithoutTheirTokens() {
        link(study, Map.of("role", "viewer", "maxUses", 5)).expect(201);
        String second = link(study, Map.of("role", "editor")).path("id");

        as(ada).get("/api/rooms/{id}/links", study)
                .body("items.role", contains("viewer", "editor"))
                .body("items[0].maxUses", equalTo(5))
                .body("items[0].uses", equalTo(0))
                .body("items[0].token", nullValue());
        as(ada).get("/api/rooms/{id}/links/{link}", study, second)
                .expect(200)
                .body("role", equalTo("editor"))
                .body("token", nullValue());

        for (int i = 0; i < 2; i++) {
            as(ada).delete("/api/rooms/{id}/links/{link}", study, second).expect(204);
        }
        as(ada).get("/api/rooms/{id}/links", study).body("items.role", contains("viewer"));
        as(ada).get("/api/rooms/{id}/links/{link}", study, second).expect(404);
    }

    @Test
    void aLinkThatIsOfNoUseIsAnsweredLikeNoRoom() {
        String used = link(study, Map.of("role", "viewer", "maxUses", 1)).path("token");
        join(bob, study, used).expect(200);
        Answer revoked = link(study, Map.of("role", "viewer"));
        as(ada).delete("/api/rooms/{id}/links/{link}", study, revoked.path("id"))
                .expect(204);
        String good = link(study, Map.of("role", "viewer")).path("token");
        as(ada).body(Map.of()).put("/api/rooms/{id}/bans/user:joe", study).expect(200);
        Caller joe = Api.user(tenant, "joe");
        Caller stranger = Api.user(Api.newTenant(), "eve");

        Answer absent = join(eve, NOWHERE, good);
        absent.expect(404);
        assertSame(absent, join(eve, study, used));
        assertSame(absent, join(eve, study, revoked.path("token")));
        assertSame(absent, join(eve, study, "guess"));
        assertSame(absent, join(joe, study, good));
        assertSame(absent, join(stranger, study, good));
        assertSame(absent, join(eve, lobby, good));
        join(eve, study, good).expect(200);
    }

    @Test
    void aLinkIsMadeOnceWithAKey() {
        Map<String, Object> body = Map.of("role", "viewer");
        Answer first = as(ada).header("Idempotency-Key", "k").body(body).post("/api/rooms/{id}/links", study);
        first.expect(201);

        Answer again = as(ada).header("Idempotency-Key", "k").body(body).post("/api/rooms/{id}/links", study);

        again.expect(409);
        assertEquals(true, again.<String>path("detail").contains(first.path("id")));
        as(ada).get("/api/rooms/{id}/links", study).body("items", hasSize(1));
    }

    @Test
    void onlyOwnersManage() {
        put(study, "user:bob", Map.of("role", "editor")).expect(200);
        Caller adaReading = Api.reader(tenant, "ada");

        for (var request : OWNED) {
            Answer absent = request.apply(as(eve), NOWHERE);
            absent.expect(404);
            assertSame(absent, request.apply(as(eve), study));
            assertSame(absent, request.apply(as(Api.user(Api.newTenant(), "ada")), study));
            request.apply(as(bob), study).expect(403).body("detail", equalTo(needs("owner")));
            request.apply(as(bob), lobby).expect(403).body("detail", equalTo(needs("owner")));
            request.apply(as(adaReading), study).expect(403);
        }
        as(ada).get("/api/rooms/{id}", lobby).body("lastSequence", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH | '' | {\"everyone\":\"owner\"}",
                "PATCH | '' | {\"everyone\":\"nobody\"}",
                "PATCH | '' | {\"name\":\"\"}",
                "PATCH | '' | {\"visibility\":\"open\"}",
                "PATCH | '' | {\"owner\":\"user:bob\"}",
                "PUT | /members/user:bob | {}",
                "PUT | /members/user:bob | {\"role\":\"king\"}",
                "PUT | /members/user:bob | {\"role\":\"viewer\",\"handle\":\"\\u0000\"}",
                "PUT | /members/anonymous | {\"role\":\"viewer\"}",
                "PUT | /members/%00 | {\"role\":\"viewer\"}",
                "DELETE | /members/anonymous | ''",
                "PUT | /bans/anonymous | {}",
                "PUT | /bans/user:bob | {\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "PUT | /bans/user:bob | {\"expiresAt\":\"+999999999-01-01T00:00:00Z\"}",
                "PUT | /bans/user:bob | {\"reason\":\"\"}",
                "POST | /links | {\"role\":\"owner\"}",
                "POST | /links | {}",
                "POST | /links | {\"role\":\"viewer\",\"maxUses\":0}",
                "POST | /links | {\"role\":\"viewer\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "POST | /join | {}",
                "POST | /join | {\"token\":\"\"}"
            })
    void whatIsNotValidIsRefused(String method, String path, String body) {
        as(ada).body(body)
                .send(method, "/api/rooms/" + lobby + path)
                .expect(400)
                .contentType("application/problem+json");

        as(ada).get("/api/rooms/{id}", lobby).body("lastSequence", equalTo(1));
    }

    @Test
    void noProgramCanBeAMember() {
        put(lobby, "system:restore", Map.of("role", "owner")).expect(400);
        as(ada).body(Map.of())
                .put("/api/rooms/{id}/bans/system:moderation", lobby)
                .expect(400);
    }

    /// Waits until what was done is stored.
    private static void awaitList(Caller caller, String member, List<String> values) {
        await().until(() -> as(caller).get("/api/rooms").path("items." + member), values::equals);
    }

    private Answer put(String room, String subject, Map<String, Object> body) {
        return as(ada).body(body).put("/api/rooms/{id}/members/{subject}", room, subject);
    }

    private Answer link(String room, Map<String, Object> body) {
        return as(ada).body(new HashMap<>(body)).post("/api/rooms/{id}/links", room);
    }

    private static Answer join(Caller caller, String room, String token) {
        return as(caller).body(Map.of("token", token)).post("/api/rooms/{id}/join", room);
    }

    private static String needs(String role) {
        return "This needs the role '" + role + "' in the room.";
    }

    private static void assertSame(Answer expected, Answer actual) {
        assertEquals(expected.statusCode(), actual.statusCode());
        assertEquals(expected.text(), actual.text());
        assertEquals(expected.header("Content-Type"), actual.header("Content-Type"));
    }
}
