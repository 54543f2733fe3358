package dev.atrium.room.chat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.operation.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A room in which random things happen, some of them decided before the log confirms what was decided before.
public final class History {

    private static final List<Actor> PEOPLE = List.of(Samples.ADA, Samples.BOB, new Actor("user:eve", "Eve"));
    private static final List<String> EMOJIS = List.of("👍", "+1", "❤️");

    private final Random random;
    private final Room room;
    private final List<RoomEvent> events = new ArrayList<>();
    private final ArrayDeque<RoomEvent> onTheirWay = new ArrayDeque<>();
    private final List<String> messages = new ArrayList<>();
    private int next;

    public History(Random random, RoomKey key) {
        this.random = random;
        this.room = Room.absent(key);
        decide(new Command.Create(Samples.ADA, "Lobby", Kind.CHAT, Visibility.PUBLIC));
        confirm(1);
    }

    /// Lets things happen until there are so many events.
    public History grown(int count) {
        while (events.size() < count) {
            decide(command());
            confirm(random.nextInt(4));
        }
        return this;
    }

    /// What counts.
    public List<RoomEvent> events() {
        return List.copyOf(events);
    }

    /// The room in which it happened.
    public Room room() {
        return room;
    }

    private void decide(Command command) {
        if (room.handle(command, Samples.NOW.plusMillis(next)) instanceof Decision.Append append) {
            onTheirWay.addLast(append.event());
        }
    }

    private void confirm(int count) {
        for (int i = 0; i < count && !onTheirWay.isEmpty(); i++) {
            RoomEvent event = onTheirWay.removeFirst();
            events.add(event);
            room.apply(event);
            if (event instanceof MessagePosted posted) {
                messages.add(posted.message());
            }
        }
    }

    private Command command() {
        next++;
        Actor by = PEOPLE.get(random.nextInt(PEOPLE.size()));
        String text = "text " + next;
        if (random.nextInt(6) == 0) {
            return new Command.Operate(by, List.of(operation()), "o-" + next, Novelty.EVER);
        }
        if (messages.isEmpty() || random.nextInt(3) == 0) {
            String id = "%08x-0000-7000-8000-%012d".formatted(random.nextInt(), next);
            String replyTo = messages.isEmpty() || random.nextBoolean() ? null : anyMessage();
            List<String> mentions = random.nextBoolean() ? List.of() : List.of("Bob");
            return new Command.Post(by, id, text + " @Bob", "c-" + next, null, replyTo, mentions, Novelty.EVER);
        }
        return switch (random.nextInt(10)) {
            case 0 -> new Command.Delete(by, anyMessage());
            case 8, 9 -> new Command.SetHidden(Program.MODERATION.actor(), anyMessage(), random.nextBoolean());
            case 1, 2, 3 -> new Command.Edit(by, anyMessage(), text, List.of(), random.nextBoolean() ? text : null);
            default ->
                new Command.React(by, anyMessage(), EMOJIS.get(random.nextInt(EMOJIS.size())), random.nextInt(3) > 0);
        };
    }

    private Operation operation() {
        String path = "o/" + random.nextInt(4);
        return random.nextInt(3) == 0
                ? new Operation.Remove(path, null, null)
                : new Operation.Put(path, IntNode.valueOf(random.nextInt(5)), null, null);
    }

    private String anyMessage() {
        return messages.get(random.nextInt(messages.size()));
    }
}
