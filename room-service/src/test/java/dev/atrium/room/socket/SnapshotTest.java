package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Fold;
import dev.atrium.room.chat.History;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.Samples;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.operation.ObjectView;
import dev.atrium.room.operation.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Who has missed more than memory can tell gets the room as it is instead, and is whole again.
final class SnapshotTest {

    private final Random random = new Random(11);

    /// A client by the rules of docs/room-service.md.
    private static final class Client {

        private final TreeMap<Long, MessageView> messages = new TreeMap<>();
        private final TreeMap<String, ObjectView> objects = new TreeMap<>();
        /// What is below is not here, but can be read.
        private long before;
        private long last;
        private int snapshots;

        void take(ServerFrame frame) {
            switch (frame) {
                case ServerFrame.Snapshot snapshot -> {
                    snapshots++;
                    messages.clear();
                    objects.clear();
                    snapshot.messages().forEach(message -> messages.put(message.sequence(), message));
                    Objects.requireNonNull(snapshot.objects()).forEach(object -> objects.put(object.path(), object));
                    before = Objects.requireNonNullElse(snapshot.before(), 0L);
                    last = snapshot.sequence();
                }
                case ServerFrame.Message message -> {
                    messages.put(message.message().sequence(), message.message());
                    last = Math.max(last, message.message().sequence());
                }
                case ServerFrame.MessageChanged changed -> {
                    if (changed.message().sequence() >= before) {
                        messages.put(changed.message().sequence(), changed.message());
                    }
                    last = Math.max(last, changed.sequence());
                }
                case ServerFrame.Operations operations -> {
                    operations.objects().forEach(object -> objects.put(object.path(), object));
                    last = Math.max(last, operations.sequence());
                }
                default -> throw new AssertionError(frame);
            }
        }

        /// As the socket does when it comes back.
        void comeBack(Room room) {
            boolean complete = room.remembersAfter(last);
            if (!complete) {
                take(Snapshots.of(room));
            }
            Missed missed = Missed.after(last, room.sequence());
            boolean more = true;
            while (more) {
                Missed.Piece piece = missed.next(room, 50).orElseThrow();
                piece.frames().forEach(this::take);
                missed = piece.rest();
                more = piece.hasMore();
            }
        }
    }

    @Test
    void whoComesBackAgainAndAgainHasWhatTheServerHas() {
        int snapshots = 0;
        for (int i = 0; i < 4; i++) {
            List<RoomEvent> events =
                    new History(random, Samples.ROOM).grown(9_000).events();
            Room room = Room.absent(Samples.ROOM);
            room.apply(events.getFirst());
            Client client = new Client();
            while (room.sequence() < events.size()) {
                long next = Math.min(
                        events.size(), room.sequence() + 1 + random.nextInt(random.nextBoolean() ? 50 : 5_000));
                events.subList((int) room.sequence(), (int) next).forEach(room::apply);
                room.stored(next - random.nextInt(3));

                client.comeBack(room);

                assertSame(events.subList(0, (int) next), client);
            }
            snapshots += client.snapshots;
        }
        assertTrue(snapshots >= 4, "snapshots " + snapshots);
    }

    private static void assertSame(List<RoomEvent> events, Client client) {
        List<MessageView> expected = Fold.of(events).stream()
                .map(MessageView::of)
                .filter(message -> message.sequence() >= client.before)
                .toList();
        // What is left of the answers to older messages is told by HTTP.
        assertEquals(
                expected,
                client.messages.values().stream()
                        .map(message -> MissedTest.with(message, null))
                        .toList());
        assertEquals(
                MissedTest.objectsOf(events),
                client.objects.values().stream()
                        .filter(object -> object.value() != null)
                        .toList());
    }

    @Test
    void ofManyMessagesItHasTheNewestAndSaysWhereTheOthersAre() {
        Room room = Samples.room(Visibility.PUBLIC, Room.WINDOW + 500);

        ServerFrame.Snapshot snapshot = Snapshots.of(room);

        assertEquals(room.sequence(), snapshot.sequence());
        assertEquals(Snapshots.MESSAGES, snapshot.messages().size());
        assertEquals(room.sequence(), snapshot.messages().getLast().sequence());
        assertEquals(snapshot.messages().getFirst().sequence(), snapshot.before());
        assertEquals(List.of(), snapshot.objects());
        assertEquals(1, snapshot.members());
    }

    @Test
    void ofFewMessagesItHasAll() {
        ServerFrame.Snapshot few = Snapshots.of(Samples.room(Visibility.PUBLIC, 7));

        assertEquals(6, few.messages().size());
        assertNull(few.before());
        assertNull(Snapshots.of(Samples.room(Visibility.PUBLIC, 1)).before());
    }

    @Test
    void ofLongMessagesItHasFewer() {
        Room room = Samples.room(Visibility.PUBLIC, 1);
        for (int i = 0; i < 2 * Snapshots.MESSAGES; i++) {
            room.apply(Samples.appended(room.handle(
                    new Command.Post(
                            Samples.ADA,
                            "00000000-0000-7000-8000-%012d".formatted(i),
                            "é".repeat(4_000),
                            null,
                            null,
                            Novelty.EVER),
                    Samples.NOW)));
        }

        ServerFrame.Snapshot snapshot = Snapshots.of(room);

        assertTrue(snapshot.messages().size() < Snapshots.MESSAGES);
        assertEquals(room.sequence(), snapshot.messages().getLast().sequence());
        assertEquals(snapshot.messages().getFirst().sequence(), snapshot.before());
    }

    @Test
    void largeObjectsAreLeftToHttp() {
        Room room = Samples.room(Visibility.PUBLIC, 1);
        put(room, "small", TextNode.valueOf("x"));
        assertEquals(1, assertNotNullObjects(room).size());

        put(room, "large", TextNode.valueOf("x".repeat(60_000)));
        put(room, "larger", TextNode.valueOf("x".repeat(60_000)));

        assertNull(Snapshots.of(room).objects());
    }

    private static List<ObjectView> assertNotNullObjects(Room room) {
        List<ObjectView> objects = Snapshots.of(room).objects();
        assertNotNull(objects);
        return new ArrayList<>(objects);
    }

    private static void put(Room room, String path, JsonNode value) {
        room.apply(Samples.appended(room.handle(
                new Command.Operate(
                        Samples.ADA, List.of(new Operation.Put(path, value, null, null)), null, Novelty.EVER),
                Samples.NOW)));
    }
}
