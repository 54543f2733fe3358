package dev.atrium.room.chat;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.appended;
import static dev.atrium.room.chat.Samples.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people have not sent yet (RM-12).
final class DraftTest {

    private final Room room = Samples.room(Visibility.PUBLIC, 2);

    @Test
    void theLastOneWinsByKeyAndPerson() {
        save(ADA, "main", "one");
        save(ADA, "other", "x");
        save(BOB, "main", "bob's");
        save(ADA, "main", "two");

        assertEquals(List.of("two", "x"), contents(ADA));
        assertEquals(List.of("bob's"), contents(BOB));
    }

    @Test
    void aDraftEndsWhenItIsEmptiedOrItsMessageIsSent() {
        save(ADA, "main", "one");
        save(ADA, "other", "x");
        save(ADA, "other", " ");

        room.apply(appended(room.handle(post(ADA, "c").ending("main"), NOW)));

        assertEquals(List.of(), contents(ADA));
        assertEquals(2, room.drafts(ADA.subject()).size());
    }

    @Test
    void aMessageSentAgainEndsNoLaterDraft() {
        room.apply(appended(room.handle(post(ADA, "c").ending("main"), NOW)));
        save(ADA, "main", "next");

        Decision again = room.handle(post(ADA, "c").ending("main"), NOW);

        assertTrue(again instanceof Decision.Repeated, again.toString());
        assertEquals(List.of("next"), contents(ADA));
    }

    @Test
    void whatIsStoredLeavesMemory() {
        save(ADA, "main", "one");
        save(ADA, "other", "x");
        long bytes = room.sizeBytes();

        room.stored(3);

        assertEquals(List.of("x"), contents(ADA));
        assertTrue(room.sizeBytes() < bytes);
    }

    @Test
    void theNewerOfStoredAndUnstoredCountsAndOnlyTheNewestTwentyStay() {
        List<Draft> stored = IntStream.range(0, 30)
                .mapToObj(i -> new Draft("k" + i, "stored", NOW, i))
                .toList();
        List<Draft> unstored = List.of(new Draft("k29", "", NOW, 40), new Draft("k3", "newer", NOW, 41));

        List<Draft> newest = Draft.newest(stored, unstored);

        assertEquals(Draft.MAX, newest.size());
        assertEquals("newer", newest.getFirst().content());
        assertEquals("k28", newest.get(1).key());
        assertEquals(Draft.newest(newest, unstored), newest);
        assertEquals(
                List.of(new Draft("k", "late", NOW, 9)),
                Draft.newest(List.of(new Draft("k", "late", NOW, 9)), List.of(new Draft("k", "early", NOW, 8))));
    }

    @Test
    void whoMayNotReadTheRoomHasNoDraftsThere() {
        Room study = Samples.room(Visibility.PRIVATE, 2);

        assertEquals(Decision.Refused.NOT_FOUND, study.handle(new Command.SaveDraft(BOB, "k", "x"), NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "a\\b", "é", "-x", "%2e", "\0"})
    void keysFitIntoAddresses(String key) {
        assertTrue(Draft.keyFault(key).isPresent());
    }

    @Test
    void keysAndContentsHaveLimits() {
        assertTrue(Draft.keyFault("k".repeat(100)).isEmpty());
        assertTrue(Draft.keyFault("k".repeat(101)).isPresent());
        assertTrue(Draft.keyFault("0198c2f0-0000-7000-8000-000000000001").isEmpty());
        assertTrue(Draft.contentFault("🙂".repeat(16_000)).isEmpty());
        assertTrue(Draft.contentFault("x".repeat(16_001)).isPresent());
        assertTrue(Draft.contentFault("\0x").isPresent());
        assertTrue(Draft.contentFault("").isEmpty());
    }

    private void save(Actor author, String key, String content) {
        room.apply(appended(room.handle(new Command.SaveDraft(author, key, content), NOW)));
    }

    private List<String> contents(Actor author) {
        return Draft.newest(List.of(), room.drafts(author.subject())).stream()
                .map(Draft::content)
                .toList();
    }
}
