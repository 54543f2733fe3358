package dev.atrium.room.chat;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static dev.atrium.room.chat.Samples.appended;
import static dev.atrium.room.chat.Samples.message;
import static dev.atrium.room.chat.Samples.post;
import static dev.atrium.room.chat.Samples.room;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.placement.DefaultRoom;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.access.Wish;
import dev.atrium.room.operation.Operation;
import dev.atrium.room.testing.Api;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.DocumentLimits;
import dev.atrium.room.tinybase.MessageReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RoomTest {

    private final Room room = room(Visibility.PUBLIC, 3);

    @Test
    void creationIsTheFirstEventAndHappensOnce() {
        Room unborn = Room.absent(ROOM);
        Command.Create create = new Command.Create(ADA, "Lobby", Kind.CANVAS, Visibility.PRIVATE);

        RoomEvent creation = appended(unborn.handle(create, NOW));
        Decision again = unborn.handle(create, NOW);

        assertEquals(1, creation.sequence());
        assertEquals(
                ProblemType.CONFLICT,
                assertInstanceOf(Decision.Refused.class, again).type());
        assertFalse(unborn.exists());
        unborn.apply(creation);
        assertTrue(unborn.exists());
        assertEquals(Kind.CANVAS, unborn.view().kind());
    }

    @Test
    void whoRepeatsACreationUnderAClaimedIdWaitsForTheFirst() {
        Room unborn = Room.absent(ROOM);
        Command.Create create = new Command.Create(ADA, "Lobby", Kind.CANVAS, Visibility.PRIVATE).underClaimedId();
        RoomEvent creation = appended(unborn.handle(create, NOW));

        assertEquals(new Decision.OnItsWay(1), unborn.handle(create, NOW));

        unborn.apply(creation);
        assertInstanceOf(Decision.Refused.class, unborn.handle(create, NOW));
    }

    /// As in logs of before: nobody can make such a member any more.
    @Test
    void aMemberWhoIsCalledAsRestoresAreClosesNothing() {
        room.apply(appended(room.handle(
                new Command.ChangeAccess(ADA, new Wish.SetMember(Restorer.SUBJECT, "x", Role.OWNER)), NOW)));

        assertInstanceOf(Decision.Append.class, room.handle(post(ADA, null), NOW));
    }

    @Test
    void eachEventGetsTheNextNumberBeforeTheLogConfirmsAny() {
        assertEquals(4, appended(room.handle(post(ADA, null), NOW)).sequence());
        assertEquals(5, appended(room.handle(post(BOB, null), NOW)).sequence());
        assertEquals(3, room.sequence());
    }

    @Test
    void numbersOfLostEventsAreGivenAgain() {
        appended(room.handle(post(ADA, "a"), NOW));
        appended(room.handle(post(ADA, "b"), NOW));

        room.forgetPredictions();

        assertEquals(4, appended(room.handle(post(ADA, "b"), NOW)).sequence());
    }

    @Test
    void aRepeatedMessageIsTheFirstOne() {
        RoomEvent first = appended(room.handle(post(BOB, "x"), NOW));
        room.apply(first);

        Decision again = room.handle(post(BOB, "x"), NOW.plusSeconds(5));

        assertEquals(new Decision.Repeated(Message.of((RoomEvent.MessagePosted) first)), again);
        assertEquals(4, room.sequence());
    }

    @Test
    void aRepeatedMessageThatIsOnItsWayIsNotSentTwice() {
        appended(room.handle(post(BOB, "x"), NOW));

        assertEquals(new Decision.OnItsWay(4), room.handle(post(BOB, "x"), NOW));
    }

    @Test
    void clientIdsOfDifferentSendersAreDifferent() {
        appended(room.handle(post(BOB, "x"), NOW));

        assertEquals(5, appended(room.handle(post(ADA, "x"), NOW)).sequence());
    }

    @Test
    void messagesWithoutClientIdAreNeverRepetitions() {
        appended(room.handle(post(BOB, null), NOW));

        assertEquals(5, appended(room.handle(post(BOB, null), NOW)).sequence());
    }

    @Test
    void theStoreIsAskedWhereMemoryDoesNotReachBack() {
        Room old = loaded(dayOf());

        Decision decision = old.handle(post(BOB, "x"), NOW);

        Decision.AskStore question = new Decision.AskStore(ROOM, "user:bob", "x", 9);
        assertEquals(question, decision);
        assertEquals(
                10,
                appended(old.handle(post(BOB, "x").after(question, Optional.empty()), NOW))
                        .sequence());
        assertEquals(new Decision.OnItsWay(10), old.handle(post(BOB, "x"), NOW));
        assertEquals(new Decision.Repeated(Message.of(message(9))), old.handle(post(ADA, "c-9"), NOW));
    }

    @Test
    void anAnswerThatMemoryHasOvertakenIsAskedForAgain() {
        Room old = loaded(Samples.NO_IDS);
        Decision.AskStore question = new Decision.AskStore(ROOM, "user:bob", "x", 9);
        for (long i = 10; i <= 9 + Room.WINDOW + 1; i++) {
            old.apply(message(i));
        }
        old.stored(old.sequence());

        Decision decision = old.handle(post(BOB, "x").after(question, Optional.empty()), NOW);

        assertEquals(new Decision.AskStore(ROOM, "user:bob", "x", old.sequence()), decision);
    }

    @Test
    void whatIsNewInTheLastDayIsTakenWithoutAsking() {
        Room old = loaded(dayOf(new Sent("user:bob", "x")));

        assertInstanceOf(Decision.AskStore.class, old.handle(recent("x"), NOW));
        assertEquals(10, appended(old.handle(recent("y"), NOW)).sequence());
    }

    @Test
    void theStoreIsAskedUntilTheIdsOfTheLastDayAreRead() {
        Room old = Room.of(Samples.snapshot(9, List.of(message(8), message(9)), false));
        assertInstanceOf(Decision.AskStore.class, old.handle(recent("y"), NOW));

        old.learn(8, new PastIds(dayOf(), dayOf()));
        assertInstanceOf(Decision.AskStore.class, old.handle(recent("y"), NOW));
        assertEquals(9, old.lacksIdsUpTo());

        old.learn(9, new PastIds(dayOf(), dayOf()));
        assertInstanceOf(Decision.Append.class, old.handle(recent("y"), NOW));
        assertEquals(0, old.lacksIdsUpTo());
    }

    @Test
    void aRoomThatIsInMemoryAsAWholeLacksNoIds() {
        Room whole = Room.of(Samples.snapshot(9, List.of(message(8), message(9)), true));

        assertEquals(0, whole.lacksIdsUpTo());
        assertInstanceOf(Decision.Append.class, whole.handle(recent("y"), NOW));
    }

    @Test
    void theStoreIsAskedWhereNotAllIdsOfTheLastDayAreKnown() {
        Room old = loaded(new SentIds(NOW.minusSeconds(3_600), NOW, List.of()));

        assertInstanceOf(Decision.AskStore.class, old.handle(recent("y"), NOW));
        assertInstanceOf(Decision.Append.class, old.handle(recent("y"), NOW.plus(SentIds.REACH)));
    }

    @Test
    void idsThatLeaveMemoryAreStillKnown() {
        Room busy = room(Visibility.PUBLIC, Room.WINDOW + 100);

        Command.Post again = new Command.Post(ADA, "m", "hello", "c-2", null, Novelty.LAST_DAY);

        assertEquals(new Decision.AskStore(ROOM, "user:ada", "c-2", Room.WINDOW + 100), busy.handle(again, NOW));
        assertInstanceOf(Decision.Append.class, busy.handle(recent("c-2"), NOW));
    }

    @Test
    void messagesThatAreNotStoredStayInMemory() {
        Room busy = room(Visibility.PUBLIC, 1);
        for (long i = 2; i <= Room.WINDOW + 100; i++) {
            busy.apply(message(i));
        }

        assertEquals(new Decision.Repeated(Message.of(message(2))), busy.handle(post(ADA, "c-2"), NOW));
        assertTrue(busy.remembersAfter(0));

        busy.stored(Room.WINDOW + 50);

        assertFalse(busy.remembersAfter(0));
        assertEquals(Room.WINDOW, busy.excerpt(Span.newest(5_000)).inMemory().size());
    }

    @Test
    void aPrivateRoomIsAsIfItWereNotThereForOthers() {
        Room study = room(Visibility.PRIVATE, 1);

        assertEquals(Decision.Refused.NOT_FOUND, study.handle(post(BOB, "x"), NOW));
        assertEquals(Room.absent(ROOM).handle(post(BOB, "x"), NOW), study.handle(post(BOB, "x"), NOW));
        assertEquals(Optional.empty(), study.roleOf(Api.user("acme", "bob"), NOW));
        assertEquals(Optional.of(Role.OWNER), study.roleOf(Api.user("acme", "ada"), NOW));
    }

    @Test
    void aDocumentFollowsTheLog() {
        RoomEvent early = appended(room.handle(change("1", "NjEtLV-----AAAAA"), NOW));
        RoomEvent late = appended(room.handle(change("2", "NjEtLV----1AAAAA"), NOW));
        RoomEvent between = appended(room.handle(change("3", "NjEtLV----0AAAAA"), NOW));
        assertEquals(0, room.document().leafCount());

        List.of(early, late, between).forEach(room::apply);

        assertEquals(1, room.document().leafCount());
        assertEquals(new Decision.Nothing(), room.handle(change("3", "NjEtLV----0AAAAA"), NOW));
        assertEquals(new Decision.Nothing(), room.handle(change("2", "NjEtLV----1AAAAA"), NOW));
        assertEquals(
                late.sequence() + 2,
                appended(room.handle(change("4", "NjEtLV----2AAAAA"), NOW)).sequence());
    }

    @Test
    void whatIsOnItsWayCountsAgainstTheLimitsOfTheDocument() {
        RoomEvent first = appended(room.handle(text(ADA, "a", 600), NOW));

        assertEquals(ProblemType.TOO_LARGE, refused(room.handle(text(BOB, "b", 600), NOW)));
        appended(room.handle(text(BOB, "c", 200), NOW));

        room.apply(first);
        assertEquals(ProblemType.TOO_LARGE, refused(room.handle(text(BOB, "b", 600), NOW)));
        appended(room.handle(text(ADA, "a", 11), NOW));
        appended(room.handle(text(BOB, "b", 600), NOW));
    }

    @Test
    void whatIsLostOnItsWayLeavesItsPlaceInTheDocument() {
        appended(room.handle(text(ADA, "a", 600), NOW));

        room.forgetPredictions();

        appended(room.handle(text(BOB, "b", 600), NOW));
    }

    @Test
    void theNumberOfLeavesIsThatOfAllThatIsOnItsWay() {
        for (String value : List.of("a", "b", "c", "d")) {
            appended(room.handle(text(ADA, value, 1), NOW));
        }

        assertEquals(ProblemType.TOO_LARGE, refused(room.handle(text(BOB, "e", 1), NOW)));
    }

    /// A value of so many characters, in a document of at most 1,000 and four leaves.
    private static Command text(Actor by, String value, int length) {
        String time = "NjEtLV----%d".formatted(length % 10) + "AAAAA";
        return new Command.ChangeDocument(
                by,
                MessageReader.changes(
                                "[[{}],[{\"" + value + "\":[\"" + "x".repeat(length) + "\",\"" + time + "\"]}],1]")
                        .orElseThrow(),
                new DocumentLimits(4, 1_000, 1_000, 1_000));
    }

    private static ProblemType refused(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision).type();
    }

    @Test
    void theDocumentOfAPrivateRoomIsItsOwners() {
        Room study = room(Visibility.PRIVATE, 1);
        Command byBob = new Command.ChangeDocument(BOB, changes("1", "NjEtLV-----AAAAA"), DocumentLimits.USUAL);

        assertEquals(Decision.Refused.NOT_FOUND, study.handle(byBob, NOW));
        appended(study.handle(change("1", "NjEtLV-----AAAAA"), NOW));
    }

    @Test
    void ownersWhoRemoveEachOtherAtTheSameTimeLeaveOne() {
        room.apply(appended(room.handle(member(ADA, BOB, Role.OWNER), NOW)));

        RoomEvent first = appended(room.handle(remove(ADA, BOB), NOW));
        Decision second = room.handle(remove(BOB, ADA), NOW);

        assertEquals(Decision.Refused.needs(Role.OWNER), second);
        room.apply(first);
        assertEquals(Optional.of(Role.OWNER), room.roleOf(Api.user("acme", "ada"), NOW));
        assertEquals(Optional.of(Role.EDITOR), room.roleOf(Api.user("acme", "bob"), NOW));
    }

    @Test
    void whatComesAfterAChangeOfAccessIsDecidedAfterIt() {
        Room study = room(Visibility.PRIVATE, 1);

        RoomEvent invited = appended(study.handle(member(ADA, BOB, Role.COMMENTER), NOW));
        RoomEvent posted = appended(study.handle(post(BOB, "x"), NOW));
        RoomEvent removed = appended(study.handle(remove(ADA, BOB), NOW));

        assertEquals(Decision.Refused.NOT_FOUND, study.handle(post(BOB, "y"), NOW));
        assertEquals(Optional.empty(), study.roleOf(Api.user("acme", "bob"), NOW));
        List.of(invited, posted).forEach(study::apply);
        assertEquals(Optional.of(Role.COMMENTER), study.roleOf(Api.user("acme", "bob"), NOW));
        assertEquals(Decision.Refused.NOT_FOUND, study.handle(post(BOB, "y"), NOW));
        study.apply(removed);
        assertEquals(Optional.empty(), study.roleOf(Api.user("acme", "bob"), NOW));
    }

    @Test
    void changesOfAccessThatAreLostChangeNothing() {
        Room study = room(Visibility.PRIVATE, 1);
        appended(study.handle(member(ADA, BOB, Role.COMMENTER), NOW));

        study.forgetPredictions();

        assertEquals(Decision.Refused.NOT_FOUND, study.handle(post(BOB, "x"), NOW));
        assertEquals(
                2, appended(study.handle(member(ADA, BOB, Role.COMMENTER), NOW)).sequence());
    }

    @Test
    void aProgramThatOwnsARoomDeletesNoMessagesOfOthers() {
        Actor maker = new Program("lobby").actor();
        Room made = Room.absent(ROOM);
        made.apply(appended(made.handle(new Command.Create(maker, "Lobby", Kind.CHAT, Visibility.PUBLIC), NOW)));
        made.apply(message(2));

        Decision decision = made.handle(new Command.Delete(maker, message(2).message()), NOW);

        assertEquals(
                ProblemType.FORBIDDEN,
                assertInstanceOf(Decision.Refused.class, decision).type());
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        room.apply(appended(
                room.handle(new Command.ChangeAccess(ADA, new Wish.Describe(null, null, Role.VIEWER)), NOW)));

        assertEquals(Decision.Refused.needs(Role.COMMENTER), room.handle(post(BOB, "x"), NOW));
        assertEquals(
                Decision.Refused.needs(Role.COMMENTER),
                room.handle(new Command.React(BOB, message(2).message(), "+1", true), NOW));
        assertEquals(
                Decision.Refused.needs(Role.EDITOR),
                room.handle(
                        new Command.ChangeDocument(BOB, changes("1", "NjEtLV-----AAAAA"), DocumentLimits.USUAL), NOW));
    }

    @Test
    void anArchivedRoomTakesNothingNewFromTheMomentOfTheDecisionOn() {
        RoomEvent archived = appended(room.handle(archive(true), NOW));

        for (Command command : List.of(
                post(ADA, "x"),
                post(new Program("push").actor(), "y"),
                new Command.Edit(ADA, message(2).message(), "anew", List.of(), null),
                new Command.React(ADA, message(2).message(), "+1", true),
                new Command.SetSchema(ADA, "s", null),
                new Command.Operate(ADA, List.of(new Operation.Remove("a", null, null)), null, Novelty.EVER),
                change("1", "NjEtLV-----AAAAA"))) {
            assertEquals(
                    ProblemType.ROOM_ARCHIVED,
                    assertInstanceOf(Decision.Refused.class, room.handle(command, NOW))
                            .type());
        }
        assertEquals(new Decision.Nothing(), room.handle(archive(true), NOW));
        room.apply(archived);
        assertTrue(room.view().archived());

        room.apply(appended(room.handle(archive(false), NOW)));
        appended(room.handle(post(ADA, "x"), NOW));
    }

    /// What takes something away, what concerns one person, and who may do what.
    @Test
    void anArchivedRoomTakesWhatIsNotNew() {
        room.apply(appended(room.handle(archive(true), NOW)));

        appended(room.handle(new Command.Delete(ADA, message(2).message()), NOW));
        appended(room.handle(new Command.SaveDraft(ADA, "k", ""), NOW));
        appended(room.handle(member(ADA, BOB, Role.VIEWER), NOW));
    }

    @Test
    void aDeletedRoomIsThereForNobodyFromTheMomentOfTheDecisionOn() {
        RoomEvent deleted = appended(room.handle(delete(ADA), NOW));

        assertGone();
        room.forgetPredictions();
        appended(room.handle(post(ADA, "x"), NOW));
        room.forgetPredictions();

        assertEquals(deleted, appended(room.handle(delete(ADA), NOW)));
        room.apply(deleted);
        assertGone();
        assertFalse(room.exists());
        assertEquals(Optional.empty(), room.roleOf(Api.user("acme", "ada"), NOW));
    }

    private void assertGone() {
        for (Command command : List.of(
                post(ADA, "x"),
                post(new Program("push").actor(), "y"),
                new Command.SetHidden(Program.MODERATION.actor(), message(2).message(), true),
                new Command.MarkRead(ADA, 1),
                archive(false),
                delete(ADA))) {
            assertEquals(Decision.Refused.NOT_FOUND, room.handle(command, NOW));
        }
        Decision again = room.handle(new Command.Create(ADA, "Lobby", Kind.CHAT, Visibility.PUBLIC), NOW);
        assertEquals(
                ProblemType.CONFLICT,
                assertInstanceOf(Decision.Refused.class, again).type());
    }

    @Test
    void onlyOwnersDeleteARoomAndTheDefaultRoomStays() {
        RoomKey key = new RoomKey(ROOM.tenant(), DefaultRoom.of(ROOM.tenant()));
        Room lobby = Room.absent(key);
        lobby.apply(appended(lobby.handle(new Command.Create(ADA, "Lobby", Kind.CHAT, Visibility.PUBLIC), NOW)));

        assertEquals(Decision.Refused.needs(Role.OWNER), room.handle(delete(BOB), NOW));
        assertEquals(Decision.Refused.needs(Role.OWNER), lobby.handle(delete(BOB), NOW));
        assertEquals(
                ProblemType.CONFLICT,
                assertInstanceOf(Decision.Refused.class, lobby.handle(delete(ADA), NOW))
                        .type());
        appended(lobby.handle(archive(true), NOW));
    }

    @Test
    void theDissolutionDeletesAnyRoomAndNobodyElseDoesSo() {
        RoomKey key = new RoomKey(ROOM.tenant(), DefaultRoom.of(ROOM.tenant()));
        Room lobby = Room.absent(key);
        lobby.apply(appended(lobby.handle(new Command.Create(ADA, "Lobby", Kind.CHAT, Visibility.PRIVATE), NOW)));
        lobby.apply(appended(lobby.handle(archive(true), NOW)));
        Actor dissolution = new Program("dissolution").actor();

        for (Actor other : List.of(ADA, BOB, new Program("push").actor(), Program.MODERATION.actor())) {
            assertEquals(Decision.Refused.NOT_FOUND, lobby.handle(dissolve(other), NOW));
        }
        assertEquals(Decision.Refused.NOT_FOUND, lobby.handle(delete(dissolution), NOW));
        lobby.apply(appended(lobby.handle(dissolve(dissolution), NOW)));
        assertFalse(lobby.exists());
        assertEquals(Decision.Refused.NOT_FOUND, lobby.handle(dissolve(dissolution), NOW));
        assertEquals(Decision.Refused.NOT_FOUND, Room.absent(key).handle(dissolve(dissolution), NOW));
    }

    private static Command dissolve(Actor by) {
        return new Command.ChangeAccess(by, new Wish.Dissolve());
    }

    private static Command delete(Actor by) {
        return new Command.ChangeAccess(by, new Wish.DeleteRoom());
    }

    private static Command archive(boolean archived) {
        return new Command.ChangeAccess(ADA, new Wish.Archive(archived));
    }

    private static Command member(Actor by, Actor who, Role role) {
        return new Command.ChangeAccess(by, new Wish.SetMember(who.subject(), who.handle(), role));
    }

    private static Command remove(Actor by, Actor who) {
        return new Command.ChangeAccess(by, new Wish.RemoveMember(who.subject()));
    }

    @Test
    void anEventOutOfOrderIsNotApplied() {
        assertThrows(IllegalStateException.class, () -> room.apply(message(5)));
        assertThrows(IllegalStateException.class, () -> room.apply(message(3)));
    }

    @Test
    void timesAreThoseThatTheStoreKeeps() {
        RoomEvent event = appended(room.handle(post(ADA, null), NOW.plusNanos(123_456)));

        assertEquals(NOW, event.at());
    }

    /// A room with two messages in memory and six more in the store.
    private static Room loaded(SentIds older) {
        Room room = Room.of(Samples.snapshot(9, List.of(message(8), message(9)), false));
        room.learn(9, new PastIds(older, Samples.NO_IDS));
        return room;
    }

    private static SentIds dayOf(Sent... sent) {
        return new SentIds(
                NOW.minus(SentIds.REACH), NOW, Stream.of(sent).map(Sent::hash).toList());
    }

    private static Command change(String json, String time) {
        return new Command.ChangeDocument(ADA, changes(json, time), DocumentLimits.USUAL);
    }

    private static Changes changes(String json, String time) {
        return MessageReader.changes("[[{}],[{\"v\":[" + json + ",\"" + time + "\"]}],1]")
                .orElseThrow();
    }

    private static Command.Post recent(String clientId) {
        return new Command.Post(BOB, "m", "hello", clientId, null, Novelty.LAST_DAY);
    }
}
