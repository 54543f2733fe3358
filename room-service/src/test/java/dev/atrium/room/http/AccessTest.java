package dev.atrium.room.http;

import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Who may do what, and that nobody learns more from a refusal.
@ComponentTest
final class AccessTest {

    private static final String NOWHERE = "0198c2f0-0000-7000-8000-000000000001";

    private static final List<BiFunction<Request, String, Answer>> ROOM_REQUESTS = List.of(
            (request, room) -> request.get("/api/rooms/{id}", room),
            (request, room) -> request.get("/api/rooms/{id}/messages", room),
            (request, room) -> request.body(Map.of("content", "x")).post("/api/rooms/{id}/messages", room));

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");

    @Test
    void whatMayNotBeReadCannotBeToldFromWhatIsNotThere() {
        String study = Api.newPrivateRoom(ada);
        String lobby = Api.newRoom(ada);
        Caller stranger = Api.user(Api.newTenant(), "ada");

        for (var request : ROOM_REQUESTS) {
            Answer absent = request.apply(as(bob), NOWHERE);
            absent.expect(404).contentType("application/problem+json").body("type", equalTo("/problems/not-found"));
            assertSame(absent, request.apply(as(bob), study));
            assertSame(absent, request.apply(as(stranger), study));
            assertSame(absent, request.apply(as(stranger), lobby));
            assertSame(absent, request.apply(as(bob), "not-an-id"));
            assertSame(absent, request.apply(as(bob), lobby.toUpperCase(Locale.ROOT)));
        }
        assertEquals(1, as(ada).get("/api/rooms/{id}", lobby).<Integer>path("lastSequence"));
    }

    @Test
    void aRoomIsUnknownToStrangersAlsoAfterTheyAsked() {
        Caller stranger = Api.user(Api.newTenant(), "ada");
        String lobby = Api.newRoom(ada);

        as(stranger).get("/api/rooms/{id}", lobby).expect(404);
        as(ada).get("/api/rooms/{id}", lobby).expect(200);
        as(stranger).get("/api/rooms/{id}", lobby).expect(404);
    }

    @Test
    void theOwnerUsesItsPrivateRoom() {
        String study = Api.newPrivateRoom(ada);

        Api.post(ada, study, "a thought").expect(201);

        as(ada).get("/api/rooms/{id}/messages", study).expect(200).body("items.size()", equalTo(1));
    }

    @Test
    void nothingIsAnsweredWithoutTheInternalToken() {
        String lobby = Api.newRoom(ada);

        for (String path : List.of("/api/rooms", "/api/rooms/" + lobby, "/api/rooms/" + lobby + "/ws", "/nowhere")) {
            Request.plain().get(path).expect(401).contentType("application/problem+json");
            Request.plain().bearer("nonsense").get(path).expect(401).contentType("application/problem+json");
        }
        Request.plain()
                .contentType("application/json")
                .body(Map.of("name", "x"))
                .post("/api/rooms")
                .expect(401);
    }

    @Test
    void writingNeedsTheScope() {
        String lobby = Api.newRoom(ada);

        Api.post(Api.reader(tenant, "eve"), lobby, "x").expect(403);
        Api.post(Api.anonymous(tenant), lobby, "x").expect(401);
        as(Api.reader(tenant, "eve"))
                .body(Map.of("name", "x"))
                .post("/api/rooms")
                .expect(403);
        as(Api.anonymous(tenant)).body(Map.of("name", "x")).post("/api/rooms").expect(401);
        assertEquals(1, as(ada).get("/api/rooms/{id}", lobby).<Integer>path("lastSequence"));
    }

    @Test
    void readingNeedsTheScope() {
        String lobby = Api.newRoom(ada);
        Caller searcher = TestTokens.caller("user:eve", tenant, "search:read");

        for (String path : List.of("/api/rooms", "/api/rooms/" + lobby, "/api/rooms/" + lobby + "/messages")) {
            as(searcher).get(path).expect(403).body("type", equalTo("/problems/forbidden"));
        }
    }

    @Test
    void anonymousCallersReadPublicRooms() {
        String lobby = Api.newRoom(ada);

        as(Api.anonymous(tenant)).get("/api/rooms/{id}", lobby).expect(200);
        as(Api.anonymous(tenant)).get("/api/rooms/{id}/messages", lobby).expect(200);
        as(Api.anonymous(tenant))
                .get("/api/rooms/{id}", Api.newPrivateRoom(ada))
                .expect(404);
    }

    private static void assertSame(Answer expected, Answer actual) {
        assertEquals(expected.statusCode(), actual.statusCode());
        assertEquals(expected.text(), actual.text());
        assertEquals(expected.header("Content-Type"), actual.header("Content-Type"));
    }
}
