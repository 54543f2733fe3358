package dev.atrium.room.chat;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static dev.atrium.room.chat.Samples.appended;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.operation.Operation;
import dev.atrium.room.operation.StoredObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Operations on a room's objects, each once.
final class OperateTest {

    private final Room room = Samples.room(Visibility.PUBLIC, 1);

    @Test
    void operationsBecomeOneEvent() {
        Decision decision = room.handle(put(ADA, "o-1", 1), NOW);

        OperationsApplied applied = (OperationsApplied) appended(decision);
        assertEquals(2, applied.sequence());
        assertEquals(ADA, applied.by());
        assertEquals("o-1", applied.clientId());
    }

    @Test
    void whatIsSentAgainIsNotAppliedAgain() {
        OperationsApplied applied = (OperationsApplied) appended(room.handle(put(ADA, "o-1", 1), NOW));

        assertEquals(new Decision.OnItsWay(2), room.handle(put(ADA, "o-1", 1), NOW));
        room.apply(applied);
        room.apply(appended(room.handle(put(BOB, "o-1", 2), NOW)));
        assertEquals(new Decision.Applied(2), room.handle(put(ADA, "o-1", 1), NOW));
        assertEquals("2", room.objects().find("a").orElseThrow().json());
    }

    @Test
    void whatCameToNothingIsNotAppliedLaterEither() {
        room.apply(appended(room.handle(put(ADA, "o-1", 1), NOW)));
        OperationsApplied nothing = (OperationsApplied) appended(room.handle(put(ADA, "o-2", 1), NOW));
        room.apply(nothing);
        room.apply(appended(room.handle(put(ADA, "o-3", 3), NOW)));

        assertEquals(List.of(), nothing.changes());
        assertEquals(new Decision.Applied(3), room.handle(put(ADA, "o-2", 1), NOW));
    }

    @Test
    void withoutAnIdRepetitionsCount() {
        room.apply(appended(room.handle(put(ADA, null, 1), NOW)));

        assertInstanceOf(Decision.Append.class, room.handle(put(ADA, null, 1), NOW));
    }

    @Test
    void aMessageAndOperationsMayHaveTheSameId() {
        room.apply(appended(room.handle(put(ADA, "x", 1), NOW)));

        assertInstanceOf(Decision.Append.class, room.handle(Samples.post(ADA, "x"), NOW));
    }

    @Test
    void theStoreIsAskedAboutWhatMemoryCannotExclude() {
        Sent sent = new Sent(ADA.subject(), "o-1");
        SentIds ids = new SentIds(NOW.minus(Duration.ofHours(24)), NOW, List.of(sent.hash()));
        Room loaded =
                Room.of(Samples.snapshot(5, List.of(), true).with(new RoomSnapshot.Objects(true, StoredObjects.NONE)));
        assertInstanceOf(Decision.AskApplied.class, loaded.handle(onSocket(ADA, "o-2"), NOW));
        loaded.learn(5, new PastIds(Samples.NO_IDS, ids));

        assertEquals(new Decision.AskApplied(ROOM, ADA.subject(), "o-1", 5), loaded.handle(put(ADA, "o-1", 1), NOW));
        assertInstanceOf(Decision.AskApplied.class, loaded.handle(put(ADA, "o-2", 1), NOW));
        assertInstanceOf(Decision.Append.class, loaded.handle(onSocket(ADA, "o-2"), NOW));
        assertInstanceOf(Decision.AskApplied.class, loaded.handle(onSocket(ADA, "o-1"), NOW));
    }

    @Test
    void whatTheStoreDoesNotKnowIsNew() {
        Room loaded =
                Room.of(Samples.snapshot(5, List.of(), true).with(new RoomSnapshot.Objects(true, StoredObjects.NONE)));
        Command.Operate operate = put(ADA, "o-1", 1);
        Decision.Question question = (Decision.Question) loaded.handle(operate, NOW);

        assertInstanceOf(Decision.Append.class, loaded.handle(operate.after(question, Optional.empty()), NOW));
    }

    @Test
    void idsLeaveMemoryOnlyForWhereTheyAreKnown() {
        Instant at = NOW;
        for (int i = 0; i < 1_200; i++) {
            room.apply(appended(room.handle(onSocket(ADA, "o-" + i), at)));
        }
        assertEquals(new Decision.Applied(2), room.handle(onSocket(ADA, "o-0"), at));

        room.stored(room.sequence());

        assertInstanceOf(Decision.AskApplied.class, room.handle(onSocket(ADA, "o-0"), at));
        assertInstanceOf(Decision.Applied.class, room.handle(onSocket(ADA, "o-1199"), at));
        assertInstanceOf(Decision.Append.class, room.handle(onSocket(ADA, "new"), at));
    }

    @Test
    void whoMayNotReadTheRoomLearnsNothing() {
        Room study = Samples.room(Visibility.PRIVATE, 1);

        assertEquals(Decision.Refused.NOT_FOUND, study.handle(put(BOB, "o-1", 1), NOW));
        assertEquals(Decision.Refused.NOT_FOUND, study.handle(schema(BOB, "s"), NOW));
        assertEquals(Decision.Refused.NOT_FOUND, Room.absent(ROOM).handle(put(ADA, "o-1", 1), NOW));
    }

    @Test
    void theOwnerSaysWhatObjectsMustBeLike() {
        room.apply(appended(room.handle(schema(ADA, "s"), NOW)));

        assertEquals(new Decision.Nothing(), room.handle(schema(ADA, "s"), NOW));
        assertTrue(room.handle(schema(BOB, "t"), NOW) instanceof Decision.Refused refused
                && refused.type() == ProblemType.FORBIDDEN);
        assertTrue(room.handle(put(ADA, "o-1", 1), NOW) instanceof Decision.Refused refused
                && refused.type() == ProblemType.UNPROCESSABLE
                && !refused.faults().isEmpty());
    }

    private static Command.SetSchema schema(Actor author, String name) {
        return new Command.SetSchema(author, name, new ObjectSchema("**", "{\"type\":\"string\"}", "reject"));
    }

    private static Command.Operate put(Actor author, @Nullable String clientId, int value) {
        List<Operation> operations = List.of(new Operation.Put("a", IntNode.valueOf(value), null, null));
        return new Command.Operate(author, operations, clientId, Novelty.EVER);
    }

    private static Command.Operate onSocket(Actor author, String clientId) {
        List<Operation> operations = List.of(new Operation.Put("a", IntNode.valueOf(1), null, null));
        return new Command.Operate(author, operations, clientId, Novelty.LAST_DAY);
    }
}
