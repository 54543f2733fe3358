package dev.atrium.search.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.web.Json;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Grant;
import dev.atrium.search.index.Moderated;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Room;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReadingTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Event.FileInfo FILE =
            new Event.FileInfo("f1", "plan.pdf", "application/pdf", 10, null, true, ADA, NOW);

    @Test
    void aRoomIsMadeKnown() {
        RoomEvent created = new RoomEvent.RoomCreated(
                ACME, "r1", 1, NOW, "Lobby", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PRIVATE, ADA);

        assertEquals(
                List.of(new Change.Know(new Room(ACME, "r1", "Lobby", false, "user:ada"))),
                Reading.of(new Followed.InRoom(created)));
    }

    @Test
    void aMessageIsOpenedByItsRoomAlone() {
        RoomEvent posted = new RoomEvent.MessagePosted(
                ACME, "r1", 2, NOW, "m1", ADA, "hello", null, new RoomEvent.Attachment("f1", "plan.pdf", "x/y"));

        Change.Put put = assertInstanceOf(
                Change.Put.class, Reading.of(new Followed.InRoom(posted)).getFirst());

        assertEquals(Set.of(Grant.room("r1")), put.source().grants());
        assertEquals("plan.pdf", put.source().title());
        assertEquals(List.of(Passage.ofWords("hello")), put.passages());
    }

    @Test
    void anEditReplacesTheMessageAndADeletionRemovesIt() {
        RoomEvent posted = new RoomEvent.MessagePosted(
                ACME, "r1", 2, NOW, "m1", ADA, "hello", null, new RoomEvent.Attachment("f1", "plan.pdf", "x/y"));
        RoomEvent.Original original =
                new RoomEvent.Original(2, NOW, ADA, new RoomEvent.Attachment("f1", "plan.pdf", "x/y"));
        RoomEvent edited = new RoomEvent.MessageEdited(
                ACME, "r1", 3, NOW.plusSeconds(9), "m1", original, "bye", List.of(), List.of());
        RoomEvent deleted = new RoomEvent.MessageDeleted(ACME, "r1", 4, NOW.plusSeconds(9), "m1", original, ADA);
        RoomEvent reacted = new RoomEvent.MessageReacted(ACME, "r1", 5, NOW.plusSeconds(9), "m1", ADA, "+1", true);

        Change.Put put = assertInstanceOf(
                Change.Put.class, Reading.of(new Followed.InRoom(posted)).getFirst());
        assertEquals(
                List.of(new Change.Put(put.source(), 0, List.of(Passage.ofWords("bye")))),
                Reading.of(new Followed.InRoom(edited)));
        assertEquals(List.of(new Change.Remove(put.source(), 0)), Reading.of(new Followed.InRoom(deleted)));
        assertEquals(List.of(), Reading.of(new Followed.InRoom(reacted)));
    }

    @Test
    void aHiddenMessageIsRemovedWithItsFileAndBothAreAddedAgainWhenItIsShown() {
        RoomEvent posted = new RoomEvent.MessagePosted(
                ACME, "r1", 2, NOW, "m1", ADA, "hello", null, new RoomEvent.Attachment("f1", "plan.pdf", "x/y"));
        RoomEvent.Original original =
                new RoomEvent.Original(2, NOW, ADA, new RoomEvent.Attachment("f1", "plan.pdf", "x/y"));
        RoomEvent hidden = new RoomEvent.MessageHidden(ACME, "r1", 3, NOW.plusSeconds(9), "m1", original, ADA);
        RoomEvent shown = new RoomEvent.MessageShown(
                ACME, "r1", 4, NOW.plusSeconds(9), "m1", original, "hello", List.of(), null, ADA);

        Change.Put put = assertInstanceOf(
                Change.Put.class, Reading.of(new Followed.InRoom(posted)).getFirst());
        assertEquals(
                List.of(
                        new Change.Remove(put.source(), 0),
                        new Change.Moderate(new Moderated(ACME, "r1", "m1", "f1", 3, true))),
                Reading.of(new Followed.InRoom(hidden)));
        assertEquals(
                List.of(put, new Change.Moderate(new Moderated(ACME, "r1", "m1", "f1", 4, false))),
                Reading.of(new Followed.InRoom(shown)));
    }

    @Test
    void aFileWithoutRoomIsOpenedByItsOwnerAndIfPublicByAll() {
        Change.Put put = assertInstanceOf(
                Change.Put.class,
                of(new Event.FileText(ACME, FILE, 1, 2, "some text")).getFirst());

        assertEquals(
                Set.of(Grant.owner("user:ada"), Grant.EVERYONE), put.source().grants());
        assertEquals(1, put.part());
        assertNull(put.source().sequence());
    }

    @Test
    void theFirstPieceRemovesWhatALongerTextLeftBehind() {
        List<Change> changes = of(new Event.FileText(ACME, FILE, 0, 2, "some text"));

        Change.Remove remove = assertInstanceOf(Change.Remove.class, changes.get(1));
        assertEquals(2, remove.firstPart());
    }

    @Test
    void aFileWithoutTextHasOnePassageForItsName() {
        for (Event event : List.of(
                new Event.FileReady(ACME, FILE, true, false),
                new Event.FileFailed(ACME, FILE, "broken"),
                new Event.FileText(ACME, FILE, 0, 1, "  "))) {
            Change.Put put = assertInstanceOf(Change.Put.class, of(event).getFirst());
            assertEquals(List.of(Passage.ofWords("")), put.passages());
        }
    }

    @Test
    void aDeletedFileIsRemovedAltogether() {
        Change.Remove remove = assertInstanceOf(
                Change.Remove.class, of(new Event.FileDeleted(ACME, FILE, null)).getFirst());

        assertEquals(0, remove.firstPart());
    }

    @Test
    void whatSaysNothingAboutContentChangesNothing() {
        assertEquals(List.of(), of(new Event.FileReady(ACME, FILE, true, true)));
        assertEquals(List.of(), of(new Event.FileUploaded(ACME, FILE)));
        assertEquals(List.of(), of(new Event.UserCreated(ACME, "u", "a@b.c", "A", "user:b")));
    }

    @Test
    void aRecordWithHolesIsRefused() {
        RoomEvent.MessagePosted holes = Json.read("{\"room\":\"r\",\"sequence\":1}", RoomEvent.MessagePosted.class);

        assertThrows(RuntimeException.class, () -> Reading.of(new Followed.InRoom(holes)));
    }

    private static List<Change> of(Event event) {
        return Reading.of(new Followed.Elsewhere(new CloudEvent("id", "/test", NOW, null, event)));
    }
}
