package dev.atrium.media.file;

import static dev.atrium.media.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.RoomLog;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
final class ListTest {

    private final Caller caller = Api.someone("list");

    @Test
    void pagesTogetherAreTheWholeList() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            newestFirst.addFirst(Api.upload(caller, i + ".txt", Samples.utf8("file " + i)));
        }

        List<String> listed = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Answer page = page(cursor);
            listed.addAll(page.<List<String>>path("items.id"));
            cursor = page.path("nextCursor");
            pages++;
        } while (cursor != null);

        assertEquals(newestFirst, listed);
        assertEquals(3, pages);
    }

    @Test
    void othersFilesAreNotListed() {
        Api.uploadPublicly(Api.someone("list"), "a.txt", Samples.utf8("Hello"));

        as(caller).get("/api/files").body("items", hasSize(0)).body("nextCursor", nullValue());
    }

    @Test
    void theFilesOfAReadableRoomAreListed() {
        Caller other = Api.someone("list");
        String room = RoomLog.create(other, RoomEvent.Visibility.PUBLIC);
        String theirs = Api.uploadInto(room, other, "a.txt", Samples.utf8("a"));
        String mine = Api.uploadInto(room, caller, "b.txt", Samples.utf8("b"));
        Api.upload(caller, "c.txt", Samples.utf8("c"));

        as(caller)
                .query("room", room)
                .get("/api/files")
                .expect(200)
                .body("items.id", equalTo(List.of(mine, theirs)))
                .body("items[0].visibility", equalTo("public"));
    }

    @Test
    void allFilesOfAnOrganisationAreListedForItsAdministrators() {
        String tenant = "list-" + UUID.randomUUID();
        Caller ada = Api.someone(tenant);
        String room = RoomLog.create(ada, RoomEvent.Visibility.PRIVATE);
        String first = Api.upload(ada, "a.txt", Samples.utf8("a"));
        String second = Api.uploadPublicly(Api.someone(tenant), "b.txt", Samples.utf8("b"));
        String third = Api.uploadInto(room, ada, "c.txt", Samples.utf8("c"));
        Caller administrator = Api.administrator(tenant);

        Answer page = as(administrator).get("/api/files?of=organisation&limit=2");

        page.expect(200)
                .body("items.id", equalTo(List.of(third, second)))
                .body("items[0].roomId", equalTo(room))
                .body("items[0].owner.subject", equalTo(ada.subject()));
        as(administrator)
                .query("cursor", page.<String>path("nextCursor"))
                .get("/api/files?of=organisation&limit=2")
                .body("items.id", equalTo(List.of(first)))
                .body("nextCursor", nullValue());
        for (Caller other : List.of(ada, Api.administrator("commons"))) {
            as(other).get("/api/files?of=organisation").expect(403);
        }
    }

    @Test
    void aRoomThatMustNotBeReadIsNotFound() {
        Caller other = Api.someone("list");
        String hidden = RoomLog.create(other, RoomEvent.Visibility.PRIVATE);
        Api.uploadInto(hidden, other, "a.txt", Samples.utf8("a"));

        for (String room : List.of(hidden, RoomLog.newId(), "../x")) {
            as(caller).query("room", room).get("/api/files").expect(404).contentType("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=abc",
                "limit=99999999999",
                "of=everybody",
                "of=organisation&room=x",
                "cursor=x",
                "cursor=AAAAAAAAAAAAAAAAAAAAAA=="
            })
    void aBrokenParameterIsNamed(String query) {
        as(caller)
                .get("/api/files?" + query)
                .expect(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"))
                .body("errors[0].parameter", equalTo(query.substring(0, query.indexOf('='))));
    }

    private Answer page(@Nullable String cursor) {
        Request request = as(caller).query("limit", 3);
        return (cursor == null ? request : request.query("cursor", cursor)).get("/api/files");
    }
}
