package dev.atrium.media.file;

import static dev.atrium.media.testing.Api.as;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.rooms.RoomProjection;
import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.RoomLog;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.Original;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of a file in a room when the moderation hides the message that shows it.
@ComponentTest
final class HiddenFileTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Actor MODERATION = new Actor("system:moderation", "system:moderation");
    private static final String MESSAGE = "m1";

    private final Caller moderator = Api.someone("hidden");
    private final Caller uploader = Api.someone("hidden");
    private final Caller reader = Api.someone("hidden");

    private String room = "";
    private String file = "";

    @Inject
    RoomProjection projection;

    @BeforeEach
    void upload() {
        room = RoomLog.create(moderator, RoomEvent.Visibility.PUBLIC);
        file = Api.uploadInto(room, uploader, "a.txt", Samples.utf8("Hello"));
        Api.derive(uploader, file).expect(200);
    }

    @Test
    void whileItsMessageIsHiddenItIsItsOwnersAndTheRoomOwnersAlone() throws SQLException {
        assertReadBy(reader, true);

        apply(hidden(MESSAGE, 3, room, file));
        assertReadBy(reader, false);
        assertReadBy(uploader, true);
        assertReadBy(moderator, true);
        assertEquals(404, as(reader).delete("/api/files/{id}", file).statusCode());

        apply(shown(MESSAGE, 4, file));
        assertReadBy(reader, true);
    }

    @Test
    void whileItIsHiddenItIsNotProcessedAgain() throws SQLException {
        apply(hidden(MESSAGE, 3, room, file));
        assertEquals(409, process().statusCode());

        apply(shown(MESSAGE, 4, file));
        assertEquals(202, process().statusCode());
    }

    private Answer process() {
        return as(uploader).post("/api/files/{id}/process", file);
    }

    @Test
    void itsRoomsOwnersDeleteItForGood() throws SQLException {
        apply(hidden(MESSAGE, 3, room, file));

        as(moderator).delete("/api/files/{id}", file).expect(204);

        apply(shown(MESSAGE, 4, file));
        assertReadBy(uploader, false);
    }

    @Test
    void aDeletedMessageLeavesItsFileAsItWas() throws SQLException {
        apply(deleted(MESSAGE, 3, file));
        assertReadBy(reader, true);

        apply(hidden("m2", 4, room, file), deleted("m2", 5, file));
        assertReadBy(reader, false);
    }

    @Test
    void ofSeveralMessagesOneThatIsHiddenIsEnough() throws SQLException {
        apply(hidden(MESSAGE, 3, room, file), hidden("m2", 4, room, file));
        apply(shown(MESSAGE, 5, file));
        assertReadBy(reader, false);

        apply(shown("m2", 6, file));
        assertReadBy(reader, true);
    }

    @Test
    void whatIsReadAgainChangesNothing() throws SQLException {
        RoomEvent first = hidden(MESSAGE, 3, room, file);
        RoomEvent second = shown(MESSAGE, 4, file);
        RoomEvent third = hidden(MESSAGE, 5, room, file);
        apply(first, second, third);

        for (RoomEvent again : List.of(first, second)) {
            apply(again);
            assertReadBy(reader, false);
        }
    }

    @Test
    void aFileThatComesAfterItsMessageIsHiddenFromTheBeginning() throws SQLException {
        String late = Ids.next().toString();
        apply(hidden(MESSAGE, 3, room, late));

        restore(late);

        assertEquals(404, as(reader).get("/api/files/{id}", late).statusCode());
        apply(shown(MESSAGE, 4, late));
        assertEquals(200, as(reader).get("/api/files/{id}", late).statusCode());
    }

    @Test
    void onlyMessagesOfItsOwnRoomHideIt() throws SQLException {
        String own = Api.uploadPublicly(uploader, "b.txt", Samples.utf8("Hello"));
        apply(
                hidden(MESSAGE, 3, RoomLog.newId(), file),
                hidden(MESSAGE, 4, RoomLog.newId(), own),
                hidden(new TenantId("hidden-b"), MESSAGE, 5, room, file),
                hidden("m2", 6, room, "no id of a file"));

        assertReadBy(reader, true);
        assertEquals(200, as(reader).get("/api/files/{id}", own).statusCode());
    }

    private void assertReadBy(Caller who, boolean expected) {
        for (String address : List.of("", "/content", "/text")) {
            assertEquals(
                    expected ? 200 : 404,
                    Api.get(who, "/api/files/" + file + address).statusCode(),
                    "GET " + address);
        }
        List<String> listed =
                as(who).query("room", room).get("/api/files").expect(200).path("items.id");
        assertEquals(expected ? List.of(file) : List.of(), listed);
    }

    private void restore(String id) {
        Caller restorer = TestTokens.caller("user:boss", "hidden", "files:restore");
        Api.form(restorer, "content", "application/octet-stream", Samples.utf8("Hello"))
                .part("name", "late.txt")
                .part("room", room)
                .part("owner", uploader.subject())
                .part("handle", uploader.handle())
                .part("createdAt", "2020-01-01T00:00:00Z")
                .post("/internal/restored-files/{id}", id)
                .expect(200);
    }

    private void apply(RoomEvent... events) throws SQLException {
        List<Followed> batch =
                Stream.of(events).<Followed>map(Followed.InRoom::new).toList();
        projection.apply(batch, Map.of());
    }

    private RoomEvent hidden(String message, long sequence, String where, String shows) {
        return hidden(uploader.tenant(), message, sequence, where, shows);
    }

    private RoomEvent hidden(TenantId tenant, String message, long sequence, String where, String shows) {
        return new RoomEvent.MessageHidden(tenant, where, sequence, NOW, message, original(shows), MODERATION);
    }

    private RoomEvent shown(String message, long sequence, String shows) {
        return new RoomEvent.MessageShown(
                uploader.tenant(), room, sequence, NOW, message, original(shows), "", List.of(), null, MODERATION);
    }

    private RoomEvent deleted(String message, long sequence, String shows) {
        return new RoomEvent.MessageDeleted(
                uploader.tenant(), room, sequence, NOW, message, original(shows), uploader.actor());
    }

    private Original original(String shows) {
        return new Original(2, NOW, uploader.actor(), new Attachment(shows, "a.txt", "text/plain"));
    }
}
