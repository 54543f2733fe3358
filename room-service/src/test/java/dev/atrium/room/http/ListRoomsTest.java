package dev.atrium.room.http;

import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
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

        assertEquals(List.of(adas, open), ids(as(ada).get("/api/rooms")));
        assertEquals(List.of(bobs, open), ids(as(bob).get("/api/rooms")));
        assertEquals(List.of(open), ids(as(Api.anonymous(tenant)).get("/api/rooms")));
        assertEquals(List.of(), ids(as(Api.user(Api.newTenant(), "ada")).get("/api/rooms")));
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.addFirst(Api.newRoom(ada));
        }

        Response first = as(ada).get("/api/rooms?limit=2");
        Response second = as(ada).get("/api/rooms?limit=2&cursor=" + first.path("nextCursor"));
        Response third = as(ada).get("/api/rooms?limit=2&cursor=" + second.path("nextCursor"));

        List<String> listed = new ArrayList<>();
        List.of(first, second, third).forEach(page -> listed.addAll(ids(page)));
        assertEquals(created, listed);
        third.then().body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=many", "cursor=x", "cursor=%2B%2B", "cursor=bm90LWFuLWlk"})
    void whatIsNoPageIsRefused(String query) {
        as(ada).get("/api/rooms?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"))
                .body("errors[0].parameter", equalTo(query.substring(0, query.indexOf('='))));
    }

    private static List<String> ids(Response page) {
        return page.then().statusCode(200).extract().path("items.id");
    }
}
