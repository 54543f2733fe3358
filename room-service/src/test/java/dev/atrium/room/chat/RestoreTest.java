package dev.atrium.room.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.access.Wish;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// History that is brought back into a room.
final class RestoreTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant THEN = Instant.parse("2020-01-01T00:00:00Z");
    private static final Actor ADA = new Actor("user:ada", "ada");

    private final RoomKey key = new RoomKey(new TenantId("acme"), Ids.next().toString());
    private final Room room = Room.absent(key);
    private final String message = Ids.next().toString();

    @Test
    void eventsHappenAtTheirPlacesAsOfTheirTimes() {
        restore(1, create());
        RoomEvent.MessagePosted posted =
                (RoomEvent.MessagePosted) restore(2, post()).orElseThrow();
        RoomEvent edited = restore(3, new Command.Edit(ADA, message, "new", List.of(), null))
                .orElseThrow();

        assertEquals(THEN, posted.at());
        assertEquals(ADA, posted.sender());
        assertEquals(2, posted.sequence());
        assertInstanceOf(RoomEvent.MessageEdited.class, edited);
    }

    @Test
    void aPlaceThatIsTakenStaysAsItIs() {
        restore(1, create());
        restore(2, post());

        assertInstanceOf(Decision.Nothing.class, room.handle(command(2, post()), NOW));
        Decision.Append third = (Decision.Append) room.handle(command(3, post()), NOW);
        assertInstanceOf(Decision.OnItsWay.class, room.handle(command(3, post()), NOW));
        room.apply(third.event());
        assertInstanceOf(Decision.Nothing.class, room.handle(command(3, post()), NOW));
    }

    @Test
    void whatCannotHappenOnlyTakesItsPlace() {
        restore(1, create());

        assertInstanceOf(
                RoomEvent.MarkersMoved.class,
                restore(2, new Command.Delete(ADA, message)).orElseThrow());
        assertInstanceOf(RoomEvent.MarkersMoved.class, restore(3, null).orElseThrow());
        assertEquals(3, room.sequence());
    }

    @Test
    void nothingIsPassedOver() {
        restore(1, create());

        assertInstanceOf(Decision.Refused.class, room.handle(command(3, post()), NOW));
    }

    @Test
    void nothingComesIntoARoomThatSomebodyHas() {
        restore(1, create());
        restore(
                2,
                new Command.ChangeAccess(Restorer.ACTOR, new Wish.SetMember("user:eve", "eve", RoomEvent.Role.OWNER)));
        restore(3, new Command.ChangeAccess(Restorer.ACTOR, new Wish.RemoveMember(Restorer.SUBJECT)));

        assertInstanceOf(Decision.Refused.class, room.handle(command(4, post()), NOW));
        assertInstanceOf(Decision.Nothing.class, room.handle(command(3, post()), NOW));
    }

    @Test
    void nothingHappensBeforeThereIsTheRoomOrLaterThanNow() {
        assertEquals(Instant.EPOCH, restored(1, Instant.parse("-5000-01-01T00:00:00Z"), create()));
        assertEquals(THEN.plusMillis(1), restored(2, THEN.plusNanos(1_999_999), post()));
        assertEquals(NOW, restored(3, Instant.MAX, post()));

        Room later = Room.absent(key);
        later.apply(((Decision.Append) later.handle(command(1, create()), NOW)).event());
        Decision.Append early = (Decision.Append)
                later.handle(new Command.Restore(2, Instant.parse("1999-01-01T00:00:00Z"), post()), NOW);
        assertEquals(THEN, early.event().at());
    }

    @Test
    void nothingElseTakesAPlaceMeanwhile() {
        restore(1, create());
        restore(2, post());

        List<Command> others = List.of(
                new Command.SetHidden(Program.MODERATION.actor(), message, true),
                new Command.Post(Program.MODERATION.actor(), Ids.next().toString(), "hi", null, null, Novelty.EVER),
                new Command.Edit(Restorer.ACTOR, message, "new", List.of(), null),
                new Command.MarkRead(Restorer.ACTOR, 2));
        for (Command other : others) {
            assertInstanceOf(Decision.Refused.class, room.handle(other, NOW));
        }
        assertEquals(Optional.empty(), room.collect(NOW));
        assertInstanceOf(
                RoomEvent.MessageEdited.class,
                restore(3, new Command.Edit(ADA, message, "new", List.of(), null))
                        .orElseThrow());
    }

    @Test
    void theRoomGoesWithItsOrganisationMeanwhile() {
        restore(1, create());
        Command.ChangeAccess dissolve =
                new Command.ChangeAccess(new Program("dissolution").actor(), new Wish.Dissolve());

        room.apply(((Decision.Append) room.handle(dissolve, NOW)).event());

        assertFalse(room.exists());
        assertInstanceOf(Decision.Refused.class, room.handle(command(3, post()), NOW));
    }

    @Test
    void anAnswerToAMessageThatDidNotComeBackIsAMessage() {
        restore(1, create());
        Command answer = new Command.Post(
                ADA, Ids.next().toString(), "yes", null, null, Ids.next().toString(), List.of(), Novelty.EVER);

        RoomEvent.MessagePosted posted =
                (RoomEvent.MessagePosted) restore(2, answer).orElseThrow();
        assertEquals("yes", posted.content());
        assertNull(posted.replyTo());
    }

    private Instant restored(long place, Instant at, Command wish) {
        RoomEvent event = ((Decision.Append) room.handle(new Command.Restore(place, at, wish), NOW)).event();
        room.apply(event);
        return event.at();
    }

    private Optional<RoomEvent> restore(long place, @Nullable Command wish) {
        if (room.handle(command(place, wish), NOW) instanceof Decision.Append append) {
            room.apply(append.event());
            return Optional.of(append.event());
        }
        return Optional.empty();
    }

    private static Command.Restore command(long place, @Nullable Command wish) {
        return new Command.Restore(place, THEN, wish);
    }

    private static Command create() {
        return new Command.Create(Restorer.ACTOR, "Lobby", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PRIVATE);
    }

    private Command post() {
        return new Command.Post(ADA, message, "old", null, null, Novelty.EVER);
    }
}
