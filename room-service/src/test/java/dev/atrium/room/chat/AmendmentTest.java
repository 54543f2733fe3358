package dev.atrium.room.chat;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static dev.atrium.room.chat.Samples.appended;
import static dev.atrium.room.chat.Samples.message;
import static dev.atrium.room.chat.Samples.room;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What may happen to messages.
final class AmendmentTest {

    private static final String OF_ADA = message(2).message();

    private final Room room = room(Visibility.PUBLIC, 3);

    @Test
    void anEditReplacesTheContentAndSaysWhen() {
        does(edit(ADA, "@Bob, look", List.of("Bob"), null));

        MessageView view = view();
        assertEquals("@Bob, look", view.content());
        assertEquals(List.of("Bob"), view.mentions());
        assertEquals(NOW, view.editedAt());
        assertEquals(2, view.sequence());
        assertEquals(4, view.version());
    }

    @Test
    void aRepeatedEditIsNoNewOne() {
        does(edit(ADA, "first", List.of(), "e-1"));
        does(edit(ADA, "second", List.of(), "e-2"));

        for (Command again : List.of(
                edit(ADA, "first", List.of(), "e-1"),
                edit(ADA, "second", List.of(), null),
                edit(ADA, "other", List.of(), "e-2"))) {
            assertInstanceOf(Decision.Repeated.class, room.handle(again, NOW));
        }
        assertEquals("second", view().content());
    }

    @Test
    void anEditThatIsOnItsWayIsNotMadeTwice() {
        appended(room.handle(edit(ADA, "first", List.of(), "e-1"), NOW));

        assertEquals(new Decision.OnItsWay(4), room.handle(edit(ADA, "first", List.of(), "e-1"), NOW));
        assertEquals(new Decision.OnItsWay(4), room.handle(edit(ADA, "first", List.of(), null), NOW));
    }

    @Test
    void onlyTheSenderEditsAndDeletes() {
        for (Command command : List.of(edit(BOB, "mine now", List.of(), null), new Command.Delete(BOB, OF_ADA))) {
            assertEquals(ProblemType.FORBIDDEN, refusal(command));
        }
    }

    @Test
    void theOwnerOfTheRoomDeletesWhatOthersWrite() {
        String ofBob = "00000000-0000-7000-8000-000000000004";
        room.apply(message(4, BOB, "c-4"));

        assertEquals(ProblemType.FORBIDDEN, refusal(new Command.Edit(ADA, ofBob, "his words", List.of(), null)));
        does(new Command.Delete(ADA, ofBob));

        assertTrue(((Glimpse.Known) room.glimpse(ofBob)).message().deleted());
    }

    @Test
    void ofADeletedMessageNothingIsLeftToSee() {
        does(new Command.React(BOB, OF_ADA, "+1", true));
        does(edit(ADA, "@Bob", List.of("Bob"), "e-1"));
        does(new Command.Delete(ADA, OF_ADA));

        MessageView view = view();
        assertEquals("", view.content());
        assertEquals(true, view.deleted());
        assertNull(view.mentions());
        assertNull(view.reactions());
        assertInstanceOf(Decision.Repeated.class, room.handle(new Command.Delete(ADA, OF_ADA), NOW));
        assertEquals(ProblemType.CONFLICT, refusal(edit(ADA, "again", List.of(), null)));
        assertEquals(ProblemType.CONFLICT, refusal(new Command.React(BOB, OF_ADA, "+1", true)));
    }

    @Test
    void aSendThatIsRepeatedAfterTheDeletionDoesNotBringTheMessageBack() {
        does(new Command.Delete(ADA, OF_ADA));

        Decision again = room.handle(Samples.post(ADA, "c-2"), NOW);

        assertTrue(assertInstanceOf(Decision.Repeated.class, again).message().deleted());
    }

    @Test
    void whatIsHiddenKeepsAllOfItselfAndShowsNothing() {
        does(new Command.React(BOB, OF_ADA, "+1", true));
        does(edit(ADA, "@Bob", List.of("Bob"), "e-1"));
        MessageView before = view();
        does(hide(true));

        MessageView view = view();
        assertEquals("", view.content());
        assertEquals(true, view.hidden());
        assertNull(view.mentions());
        assertNull(view.reactions());
        assertEquals("@Bob", MessageView.full(known()).content());
        assertInstanceOf(Decision.Repeated.class, room.handle(hide(true), NOW));
        assertEquals(ProblemType.CONFLICT, refusal(edit(ADA, "again", List.of(), null)));
        assertEquals(ProblemType.CONFLICT, refusal(new Command.React(BOB, OF_ADA, "+1", false)));

        does(hide(false));

        MessageView shown = view();
        assertEquals(before.content(), shown.content());
        assertEquals(before.mentions(), shown.mentions());
        assertEquals(before.reactions(), shown.reactions());
        assertNull(shown.hidden());
    }

    @Test
    void whatIsHiddenCanBeDeletedAndStaysSo() {
        does(hide(true));
        does(new Command.Delete(ADA, OF_ADA));

        assertNull(view().hidden());
        assertInstanceOf(Decision.Repeated.class, room.handle(hide(false), NOW));
        assertInstanceOf(Decision.Repeated.class, room.handle(hide(true), NOW));
        assertEquals("", MessageView.full(known()).content());
    }

    @Test
    void onlyTheModerationHides() {
        for (Actor somebody : List.of(ADA, BOB, new Program("billing").actor())) {
            assertEquals(Decision.Refused.NOT_FOUND, room.handle(new Command.SetHidden(somebody, OF_ADA, true), NOW));
        }
        Command inNoRoom = new Command.SetHidden(Program.MODERATION.actor(), OF_ADA, true);
        assertEquals(Decision.Refused.NOT_FOUND, Room.absent(ROOM).handle(inNoRoom, NOW));
    }

    @Test
    void whoMayReadTheRoomReportsWhatItSays() {
        does(edit(ADA, "rude", List.of(), null));
        Command report = new Command.Report(BOB, OF_ADA, RoomEvent.ReportReason.HARASSMENT, "look");

        RoomEvent.MessageReported reported =
                assertInstanceOf(RoomEvent.MessageReported.class, appended(room.handle(report, NOW)));
        assertEquals("rude", reported.posted().content());
        assertEquals(BOB, reported.by());

        room.apply(reported);
        does(hide(true));
        assertInstanceOf(Decision.Repeated.class, room.handle(report, NOW));
        assertEquals(Decision.Refused.NOT_FOUND, room(Visibility.PRIVATE, 3).handle(report, NOW));
    }

    @Test
    void eachPersonReactsOnceWithAnEmoji() {
        does(new Command.React(ADA, OF_ADA, "👍", true));
        does(new Command.React(BOB, OF_ADA, "👍", true));
        does(new Command.React(BOB, OF_ADA, "+1", true));

        assertInstanceOf(Decision.Repeated.class, room.handle(new Command.React(BOB, OF_ADA, "👍", true), NOW));
        assertEquals(
                List.of(
                        new MessageView.ReactionView("👍", 2, List.of("user:ada", "user:bob")),
                        new MessageView.ReactionView("+1", 1, List.of("user:bob"))),
                view().reactions());
    }

    @Test
    void aReactionIsTakenBackOnce() {
        does(new Command.React(BOB, OF_ADA, "👍", true));
        does(new Command.React(BOB, OF_ADA, "👍", false));

        assertNull(view().reactions());
        assertInstanceOf(Decision.Repeated.class, room.handle(new Command.React(BOB, OF_ADA, "👍", false), NOW));
    }

    @Test
    void reactionsHaveLimitsAlsoWhileTheyAreOnTheirWay() {
        for (int i = 0; i < Amendment.EMOJIS_MAX; i++) {
            appended(room.handle(new Command.React(BOB, OF_ADA, "e" + i, true), NOW));
        }
        for (int i = Amendment.EMOJIS_MAX; i < Amendment.REACTIONS_MAX; i++) {
            assertEquals(ProblemType.CONFLICT, refusal(new Command.React(BOB, OF_ADA, "new", true)));
            appended(room.handle(new Command.React(person(i), OF_ADA, "e0", true), NOW));
        }

        assertEquals(ProblemType.CONFLICT, refusal(new Command.React(person(0), OF_ADA, "e0", true)));
        appended(room.handle(new Command.React(BOB, OF_ADA, "e0", false), NOW));
        appended(room.handle(new Command.React(person(0), OF_ADA, "e0", true), NOW));
    }

    @Test
    void aViewNamesTheFirstPeopleAndCountsAll() {
        for (int i = 0; i < 60; i++) {
            does(new Command.React(person(i), OF_ADA, "👍", true));
        }

        List<MessageView.ReactionView> reactions = view().reactions();
        assertTrue(reactions != null);
        assertEquals(60, reactions.getFirst().count());
        assertEquals(50, reactions.getFirst().subjects().size());
    }

    @Test
    void whatIsNotThereCannotBeChangedOrAnswered() {
        String nowhere = "00000000-0000-7000-8000-00000000ffff";

        assertEquals(Decision.Refused.NOT_FOUND, room.handle(new Command.Delete(ADA, nowhere), NOW));
        assertEquals(ProblemType.INVALID_REQUEST, refusal(answer(nowhere)));
        assertEquals(4, appended(room.handle(answer(OF_ADA), NOW)).sequence());
    }

    @Test
    void aRoomThatMayNotBeReadIsAsIfItWereNotThere() {
        Room study = room(Visibility.PRIVATE, 3);

        for (Command command : List.of(
                new Command.Delete(BOB, OF_ADA),
                new Command.React(BOB, OF_ADA, "+1", true),
                edit(BOB, "x", List.of(), null))) {
            assertEquals(Decision.Refused.NOT_FOUND, study.handle(command, NOW));
        }
    }

    @Test
    void theStoreIsAskedForAMessageThatLeftMemory() {
        Room busy = room(Visibility.PUBLIC, Room.WINDOW + 10);
        Command.Delete delete = new Command.Delete(ADA, OF_ADA);

        Decision.Recall question = assertInstanceOf(Decision.Recall.class, busy.handle(delete, NOW));

        assertEquals(ROOM, question.room());
        assertEquals(Decision.Refused.NOT_FOUND, busy.handle(delete.after(question, Optional.empty()), NOW));
        RoomEvent event = appended(busy.handle(delete.after(question, Optional.of(Message.of(message(2)))), NOW));
        busy.apply(event);
        assertTrue(((Glimpse.Older) busy.glimpse(OF_ADA)).message().deleted());
    }

    private void does(Command command) {
        room.apply(appended(room.handle(command, NOW)));
    }

    private ProblemType refusal(Command command) {
        return assertInstanceOf(Decision.Refused.class, room.handle(command, NOW))
                .type();
    }

    private MessageView view() {
        return MessageView.of(known());
    }

    private Message known() {
        return ((Glimpse.Known) room.glimpse(OF_ADA)).message();
    }

    private static Command.SetHidden hide(boolean hidden) {
        return new Command.SetHidden(Program.MODERATION.actor(), OF_ADA, hidden);
    }

    private static Command.Post answer(String replyTo) {
        String id = "00000000-0000-7000-8000-000000000099";
        return new Command.Post(BOB, id, "yes", null, null, replyTo, List.of(), Novelty.EVER);
    }

    private static Command.Edit edit(Actor author, String content, List<String> mentions, @Nullable String clientId) {
        return new Command.Edit(author, OF_ADA, content, mentions, clientId);
    }

    private static Actor person(int number) {
        return new Actor("user:" + number, "u" + number);
    }
}
