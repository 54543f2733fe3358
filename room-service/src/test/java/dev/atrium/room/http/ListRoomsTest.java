package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
final class ListRoomsTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");

    @Test
    void theListHasWhatTheCallerMayReadNewestFirst() {
        String open = Api.newRoom(ada);
        String adas = Api.newPrivateRoom(ada);
        String bobs = Api.newPrivateRoom(bob);

        awaitList(ada, "/api/rooms", adas, open);
        awaitList(bob, "/api/rooms", bobs, open);
        assertEquals(List.of(open), ids(as(Api.anonymous(tenant)).get("/api/rooms")));
        assertEquals(List.of(), ids(as(Api.user(Api.newTenant(), "ada")).get("/api/rooms")));
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.addFirst(Api.newRoom(ada));
        }
        awaitList(ada, "/api/rooms", created.toArray(String[]::new));

        Answer first = as(ada).get("/api/rooms?limit=2");
        Answer second = as(ada).get("/api/rooms?limit=2&cursor=" + first.path("nextCursor"));
        Answer third = as(ada).get("/api/rooms?limit=2&cursor=" + second.path("nextCursor"));

        List<String> listed = new ArrayList<>();
        List.of(first, second, third).forEach(page -> listed.addAll(ids(page)));
        assertEquals(created, listed);
        third.body("nextCursor", nullValue());
    }

    @Test
    void mineAreThoseInWhichTheCallerIsAMember() {
        String adas = Api.newPrivateRoom(ada);
        String bobs = Api.newRoom(bob);
        String given = Api.newRoom(ada);
        as(ada).body(Map.of("role", "owner")).put("/api/rooms/{id}/members/user:bob", given);
        as(ada).delete("/api/rooms/{id}/members/user:ada", given).expect(204);

        awaitList(bob, "/api/rooms?mine=true", given, bobs);
        awaitList(ada, "/api/rooms?mine=true", adas);
        assertEquals(List.of(given, bobs, adas), ids(as(ada).get("/api/rooms?mine=false")));
        assertEquals(List.of(), ids(as(Api.anonymous(tenant)).get("/api/rooms?mine=true")));
    }

    @Test
    void aListHasRoomsOfOneKind() {
        Api.newRoom(ada);
        String canvas = as(ada).body(Map.of("name", "Wall", "kind", "canvas"))
                .post("/api/rooms")
                .path("id");

        awaitList(bob, "/api/rooms?kind=canvas", canvas);
        assertEquals(List.of(canvas), ids(as(ada).get("/api/rooms?kind=canvas&mine=true&order=activity")));
        assertEquals(List.of(), ids(as(bob).get("/api/rooms?kind=canvas&mine=true")));
        assertEquals(List.of(), ids(as(ada).get("/api/rooms?kind=narrative")));
    }

    /// What people read is nothing that is done.
    @Test
    void thoseComeFirstWhereSomethingWasDoneLast() {
        String first = Api.newRoom(ada);
        String second = Api.newRoom(ada);
        String third = Api.newRoom(ada);
        Api.post(bob, first, "hello").expect(201);
        as(ada).body(Map.of("name", "Attic")).patch("/api/rooms/{id}", second).expect(200);
        as(ada).body(Map.of("upTo", 1)).put("/api/rooms/{id}/marker", third).expect(200);

        awaitList(ada, "/api/rooms?mine=true&order=activity", second, first, third);
        Answer page = as(ada).get("/api/rooms?mine=true&order=activity&limit=2");
        assertEquals(List.of(second, first), ids(page));
        Answer rest = as(ada).get("/api/rooms?mine=true&order=activity&limit=2&cursor=" + page.path("nextCursor"));
        assertEquals(List.of(third), ids(rest));
        rest.body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mine=yes",
                "kind=Chat",
                "order=name",
                "order=activity",
                "order=activity&mine=false",
                "cursor=MjAyNg&mine=true&order=activity"
            })
    void whatCannotBeAskedForIsRefused(String query) {
        whatIsNoPageIsRefused(query);
    }

    /// Waits until what was done is stored.
    private static void awaitList(Caller caller, String list, String... rooms) {
        await().until(() -> ids(as(caller).get(list)), List.of(rooms)::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=many", "cursor=x", "cursor=%2B%2B", "cursor=bm90LWFuLWlk"})
    void whatIsNoPageIsRefused(String query) {
        as(ada).get("/api/rooms?" + query)
                .expect(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"))
                .body("errors[0].parameter", equalTo(query.substring(0, query.indexOf('='))));
    }

    private static List<String> ids(Answer page) {
        return page.expect(200).path("items.id");
    }
}
