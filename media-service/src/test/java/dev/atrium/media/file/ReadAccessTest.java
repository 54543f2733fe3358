package dev.atrium.media.file;

import static dev.atrium.media.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.RoomLog;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Who may read which file, on each of its addresses. What must not be read cannot be told from what does not exist.
@ComponentTest
final class ReadAccessTest {

    private static final List<String> ADDRESSES = List.of("", "/content", "/thumbnail", "/preview", "/text");

    private final Caller owner = Api.someone("access-a");
    private final Caller colleague = Api.someone("access-a");
    private final Caller foreigner = Api.user("access-b", owner.subject().substring("user:".length()));

    @Test
    void aPrivateFileIsItsOwners() {
        String file = readyText(owner);

        assertReadable(owner, file);
        assertLikeAbsent(colleague, file);
        assertLikeAbsent(foreigner, file);
    }

    @Test
    void aPublicFileIsItsTenants() {
        String file = Api.uploadPublicly(owner, "a.txt", Samples.utf8("Hello"));
        Api.derive(owner, file).expect(200);

        assertReadable(owner, file);
        assertReadable(colleague, file);
        assertLikeAbsent(foreigner, file);
    }

    @Test
    void aFileOfAPublicRoomIsItsTenants() {
        String room = RoomLog.create(owner, RoomEvent.Visibility.PUBLIC);
        String file = Api.uploadInto(room, colleague, "a.txt", Samples.utf8("Hello"));
        Api.derive(colleague, file).expect(200).body("room", equalTo(room));

        assertReadable(owner, file);
        assertReadable(colleague, file);
        assertLikeAbsent(foreigner, file);
        as(owner).get("/api/files/{id}", file).body("roomId", equalTo(room)).body("visibility", equalTo("public"));
    }

    @Test
    void aFileOfAPrivateRoomIsTheRoomOwners() {
        String room = RoomLog.create(owner, RoomEvent.Visibility.PRIVATE);
        String file = Api.uploadInto(room, owner, "a.txt", Samples.utf8("Hello"));
        Api.derive(owner, file).expect(200);

        assertReadable(owner, file);
        assertLikeAbsent(colleague, file);
        assertLikeAbsent(foreigner, file);
        as(owner).get("/api/files/{id}", file).body("visibility", equalTo("private"));
    }

    @Test
    void anonymousCallersReadWhatIsPublicInCommons() {
        Caller someone = Api.someone("commons");
        String open = Api.uploadPublicly(someone, "a.txt", Samples.utf8("Hello"));
        String closed = Api.upload(someone, "a.txt", Samples.utf8("Hello"));
        String elsewhere = Api.uploadPublicly(owner, "a.txt", Samples.utf8("Hello"));

        as(Api.anonymous()).get("/api/files/{id}/content", open).expect(200);
        assertLikeAbsent(Api.anonymous(), closed);
        assertLikeAbsent(Api.anonymous(), elsewhere);
        as(Api.anonymous()).get("/api/files").expect(200).body("items", hasSize(0));
    }

    @Test
    void aHandleDoesNotMakeAnOwner() {
        String file = readyText(owner);
        Caller impostor = new Caller("key:1", owner.tenant(), owner.handle(), owner.roles(), owner.scopes());

        assertLikeAbsent(impostor, file);
    }

    @Test
    void onlyTheOwnerHasAFileProcessed() {
        String file = Api.uploadPublicly(owner, "a.txt", Samples.utf8("Hello"));

        for (Caller other : List.of(colleague, foreigner)) {
            assertEquals(essence(Api.derive(other, Ids.next().toString())), essence(Api.derive(other, file)));
        }
        as(owner).post("/internal/files/{id}/derive", file).expect(403);
        as(owner).get("/api/files/{id}", file).body("status", equalTo("processing"));
    }

    @Test
    void withoutTokenOrScopeNothingIsRead() {
        String file = Api.uploadPublicly(owner, "a.txt", Samples.utf8("Hello"));
        Caller without = TestTokens.caller(owner.subject(), "access-a", "files:write", "rooms:read");

        for (String address : ADDRESSES) {
            Request.plain()
                    .get("/api/files/" + file + address)
                    .expect(401)
                    .contentType("application/problem+json")
                    .body("type", equalTo("/problems/unauthenticated"));
            as(without)
                    .get("/api/files/" + file + address)
                    .expect(403)
                    .contentType("application/problem+json")
                    .body("type", equalTo("/problems/forbidden"));
        }
        Request.plain().get("/api/files").expect(401);
        as(without).get("/api/files").expect(403);
        Request.plain().post("/internal/files/{id}/derive", file).expect(401);
    }

    @Test
    void whatIsNoIdIsAbsent() {
        for (String id : List.of("1", "..%2F..%2Fetc%2Fpasswd", "%00", "0196F3A0-0000-7000-8000-000000000000", "x y")) {
            Request.plain()
                    .bearer(TestTokens.of(owner))
                    .get("/api/files/" + id.replace(" ", "%20"))
                    .expect(404)
                    .contentType("application/problem+json");
        }
    }

    private static String readyText(Caller owner) {
        String file = Api.upload(owner, "a.txt", Samples.utf8("Hello"));
        Api.derive(owner, file).expect(200).body("status", equalTo("ready"));
        return file;
    }

    private static void assertReadable(Caller caller, String file) {
        for (String address : List.of("", "/content", "/text")) {
            assertEquals(200, Api.get(caller, "/api/files/" + file + address).statusCode(), "GET " + address);
        }
    }

    private static void assertLikeAbsent(Caller caller, String file) {
        String absent = Ids.next().toString();
        for (String address : ADDRESSES) {
            Answer answer = Api.get(caller, "/api/files/" + file + address);

            assertEquals(404, answer.statusCode());
            assertEquals(essence(Api.get(caller, "/api/files/" + absent + address)), essence(answer));
        }
    }

    /// All of an answer but what differs between any two.
    private static String essence(Answer answer) {
        Map<String, Object> body = new TreeMap<>(answer.<Map<String, Object>>path(""));
        body.remove("instance");
        String headers = answer.headers().map().entrySet().stream()
                .map(Object::toString)
                .filter(header -> !header.startsWith("Date"))
                .sorted()
                .collect(Collectors.joining("\n"));
        return answer.statusCode() + "\n" + headers + "\n" + body;
    }
}
