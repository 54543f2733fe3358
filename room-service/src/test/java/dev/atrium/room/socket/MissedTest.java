package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Answered;
import dev.atrium.room.chat.Fold;
import dev.atrium.room.chat.History;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Replies;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.Samples;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.operation.ObjectSet;
import dev.atrium.room.operation.ObjectView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whoever comes back has, in the end, what it would have if it had never been away.
final class MissedTest {

    private final Random random = new Random(5);

    @Test
    void whoComesBackGetsEverythingThatHappenedMeanwhile() {
        for (int i = 0; i < 3_000; i++) {
            List<RoomEvent> events = new History(random, Samples.ROOM)
                    .grown(2 + random.nextInt(60))
                    .events();
            int after = 1 + random.nextInt(events.size());
            int there = after + random.nextInt(events.size() - after + 1);
            Room room = Room.absent(Samples.ROOM);
            events.subList(0, there).forEach(room::apply);
            Map<String, MessageView> client = new HashMap<>();
            Map<String, ObjectView> objects = new TreeMap<>();
            objectsOf(events.subList(0, after)).forEach(object -> objects.put(object.path(), object));
            Fold.withReplies(events.subList(0, after))
                    .forEach(message -> client.put(message.id(), MessageView.of(message)));

            Missed missed = Missed.after(after, room.sequence());
            boolean more = true;
            while (more) {
                Missed.Piece piece = missed.next(room, 1 + random.nextInt(5)).orElseThrow();
                piece.frames().forEach(frame -> take(frame, client, objects));
                missed = piece.rest();
                more = piece.hasMore();
                for (int later = random.nextInt(3); more && later > 0 && room.sequence() < events.size(); later--) {
                    room.apply(events.get((int) room.sequence()));
                }
            }

            List<Message> expected = Fold.withReplies(events.subList(0, (int) room.sequence()));
            assertEquals(expected.stream().map(MessageView::of).toList(), sorted(client));
            objects.values().removeIf(object -> object.value() == null);
            assertEquals(objectsOf(events.subList(0, (int) room.sequence())), List.copyOf(objects.values()));
        }
    }

    @Test
    void whatIsNotInMemoryAnyMoreIsNotPassedOver() {
        Room room = Samples.room(RoomEvent.Visibility.PUBLIC, Room.WINDOW + 100);

        assertEquals(Optional.empty(), Missed.after(50, room.sequence()).next(room, 10));
    }

    static List<ObjectView> objectsOf(List<RoomEvent> events) {
        ObjectSet objects = new ObjectSet();
        events.stream()
                .filter(RoomEvent.ObjectEvent.class::isInstance)
                .map(RoomEvent.ObjectEvent.class::cast)
                .forEach(objects::apply);
        return objects.list("", "").map(ObjectView::of).toList();
    }

    /// New messages come in order, and changes of known ones only.
    private static void take(ServerFrame frame, Map<String, MessageView> client, Map<String, ObjectView> objects) {
        switch (frame) {
            case ServerFrame.Message message -> {
                long newest = client.values().stream()
                        .mapToLong(MessageView::sequence)
                        .max()
                        .orElse(0);
                assertTrue(message.message().sequence() > newest);
                client.put(message.message().id(), message.message());
                answered(message.answered(), client);
            }
            case ServerFrame.MessageChanged changed -> {
                MessageView before = client.put(changed.message().id(), changed.message());
                assertTrue(before != null && before.version() <= changed.sequence());
                answered(changed.answered(), client);
            }
            case ServerFrame.Operations operations -> {
                for (ObjectView object : operations.objects()) {
                    assertEquals(operations.sequence(), object.version());
                    ObjectView before = objects.put(object.path(), object);
                    assertTrue(before == null || before.version() < object.version());
                }
            }
            default -> throw new AssertionError(frame);
        }
    }

    /// What is answered may be new to the client, too: then it came before, with its answers.
    private static void answered(@Nullable Answered answered, Map<String, MessageView> client) {
        if (answered != null) {
            MessageView message = Objects.requireNonNull(client.get(answered.id()));
            client.put(message.id(), with(message, answered.replies()));
        }
    }

    static MessageView with(MessageView message, @Nullable Replies replies) {
        return new MessageView(
                message.id(),
                message.roomId(),
                message.sequence(),
                message.version(),
                message.sender(),
                message.content(),
                message.attachment(),
                message.clientId(),
                message.replyTo(),
                message.mentions(),
                message.createdAt(),
                message.editedAt(),
                message.deleted(),
                message.hidden(),
                message.reactions(),
                replies);
    }

    private static List<MessageView> sorted(Map<String, MessageView> client) {
        return client.values().stream()
                .sorted(Comparator.comparingLong(MessageView::sequence))
                .toList();
    }
}
