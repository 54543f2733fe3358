package dev.atrium.room.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever happened in a room: read again from the log, or from a snapshot and the rest of the log, it is the same.
final class ReplayTest {

    private final Random random = new Random(11);

    @Test
    void aRoomIsWhatItsLogSays() {
        for (int i = 0; i < 500; i++) {
            History history = new History(random, Samples.ROOM).grown(2 + random.nextInt(80));
            Room replayed = Room.absent(Samples.ROOM);
            history.events().forEach(replayed::apply);

            List<Message> messages = Fold.withReplies(history.events());
            assertEquals(messages, all(history.room(), List.of()));
            assertEquals(messages, all(replayed, List.of()));
        }
    }

    @Test
    void aSnapshotAndTheRestOfTheLogAreTheWholeLog() {
        for (int i = 0; i < 3_000; i++) {
            List<RoomEvent> events = new History(random, Samples.ROOM)
                    .grown(2 + random.nextInt(60))
                    .events();
            int loaded = 1 + random.nextInt(events.size());
            int stored = loaded + random.nextInt(events.size() - loaded + 1);
            int read = stored + random.nextInt(events.size() - stored + 1);
            Room room = Room.of(snapshot(events.subList(0, loaded)));
            events.subList(loaded, events.size()).forEach(room::apply);
            room.stored(stored);

            assertEquals(Fold.of(events), withoutReplies(all(room, events.subList(0, read))));
            List<Message> rows = Fold.of(events.subList(0, read));
            Fold.of(events).forEach(message -> assertGlimpsed(message, room, rows));
        }
    }

    @Test
    void answersAreCountedAlikeWhateverOfThemIsInMemory() {
        for (int i = 0; i < 3_000; i++) {
            List<RoomEvent> events = new History(random, Samples.ROOM)
                    .grown(2 + random.nextInt(80))
                    .events();
            int loaded = 1 + random.nextInt(events.size());
            Room room = Room.of(snapshot(events.subList(0, loaded)));
            events.subList(loaded, events.size()).forEach(room::apply);

            List<Message> messages = Fold.withReplies(events);
            assertEquals(withoutNone(messages), withoutNone(all(room, events)));
            messages.forEach(message ->
                    assertEquals(withoutNone(List.of(message)), withoutNone(List.of(seen(message, room, events)))));
        }
    }

    private static Message seen(Message message, Room room, List<RoomEvent> events) {
        return switch (room.glimpse(message.id())) {
            case Glimpse.Known known -> known.message();
            case Glimpse.Older older -> older.over(row(Fold.asStored(events, older.upTo()), message));
            case Glimpse.Stored stored -> stored.over(row(Fold.asStored(events, stored.upTo()), message));
            case Glimpse.Absent absent -> throw new AssertionError(absent + ": " + message);
        };
    }

    private static List<Message> withoutReplies(List<Message> messages) {
        return messages.stream().map(message -> message.with(null)).toList();
    }

    /// Whether there never were answers, or none is left, is not told of older messages.
    private static List<Message> withoutNone(List<Message> messages) {
        return messages.stream()
                .map(message -> Replies.NONE.equals(message.replies()) ? message.with(null) : message)
                .toList();
    }

    private static Message row(List<Message> rows, Message message) {
        return rows.stream()
                .filter(one -> one.id().equals(message.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatHappensToAMessageThatLeftMemoryIsDecidedAsIfItHadNot() {
        for (int i = 0; i < 3_000; i++) {
            History history = new History(random, Samples.ROOM).grown(10 + random.nextInt(40));
            List<RoomEvent> events = history.events();
            Room whole = Room.absent(Samples.ROOM);
            events.forEach(whole::apply);
            int loaded = 1 + random.nextInt(events.size());
            Room part = Room.of(snapshot(events.subList(0, loaded)));
            events.subList(loaded, events.size()).forEach(part::apply);
            List<Message> rows = Fold.of(events.subList(0, loaded));

            ArrayDeque<RoomEvent> onTheirWay = new ArrayDeque<>();
            for (int step = 0; step < 10; step++) {
                Command command = change(Fold.of(events));
                Decision expected = whole.handle(command, Samples.NOW);
                assertEquals(withoutReplies(expected), withoutReplies(settle(part, command, rows)));
                if (expected instanceof Decision.Append append) {
                    onTheirWay.addLast(append.event());
                }
                while (!onTheirWay.isEmpty() && random.nextBoolean()) {
                    RoomEvent event = onTheirWay.removeFirst();
                    whole.apply(event);
                    part.apply(event);
                }
            }
        }
    }

    private Command change(List<Message> messages) {
        String message = messages.isEmpty()
                ? "00000000-0000-7000-8000-00000000ffff"
                : messages.get(random.nextInt(messages.size())).id();
        return switch (random.nextInt(6)) {
            case 4 -> new Command.SetHidden(Program.MODERATION.actor(), message, random.nextBoolean());
            case 5 -> new Command.Report(Samples.BOB, message, RoomEvent.ReportReason.SPAM, null);
            case 0 -> new Command.Delete(Samples.ADA, message);
            case 1 -> new Command.Edit(Samples.BOB, message, "new " + random.nextInt(3), List.of(), null);
            default -> new Command.React(Samples.BOB, message, "👍", random.nextBoolean());
        };
    }

    private static Decision withoutReplies(Decision decision) {
        return decision instanceof Decision.Repeated(Message message)
                ? new Decision.Repeated(message.with(null))
                : decision;
    }

    /// Asks the store as long as the room wants to know something of it.
    private static Decision settle(Room room, Command command, List<Message> rows) {
        Decision decision = room.handle(command, Samples.NOW);
        if (decision instanceof Decision.Recall recall) {
            Optional<Message> found = rows.stream()
                    .filter(row -> row.id().equals(recall.message()))
                    .findFirst();
            return room.handle(command.after(recall, found), Samples.NOW);
        }
        return decision;
    }

    private static void assertGlimpsed(Message message, Room room, List<Message> rows) {
        switch (room.glimpse(message.id())) {
            case Glimpse.Known known -> assertEquals(message, known.message().with(null));
            case Glimpse.Older older -> assertEquals(message, older.message());
            case Glimpse.Stored stored -> {
                Message row = row(rows, message);
                assertEquals(message, stored.over(row));
                assertEquals(message, room.newest(row));
            }
            case Glimpse.Absent absent -> assertInstanceOf(Glimpse.Known.class, absent);
        }
    }

    /// A snapshot that holds some of the newest messages, and some of the older ones to which something happened.
    private RoomSnapshot snapshot(List<RoomEvent> events) {
        List<Message> messages = Fold.of(events);
        RoomCreated created = (RoomCreated) events.getFirst();
        int kept = messages.isEmpty() ? 0 : 1 + random.nextInt(messages.size());
        int older = messages.size() - kept;
        RoomSnapshot newest =
                new RoomSnapshot(created, events.size(), messages.subList(older, messages.size()), older == 0);
        List<Message> changed = messages.subList(0, older).stream()
                .filter(Message::changed)
                .sorted(Comparator.comparingLong(Message::version).reversed())
                .toList();
        int known = random.nextInt(changed.size() + 1);
        long after = known == changed.size() ? 0 : changed.get(known).version();
        return newest.with(new RoomSnapshot.Changed(changed.subList(0, known), after));
    }

    /// @param stored what the store has
    private static List<Message> all(Room room, List<RoomEvent> stored) {
        Excerpt excerpt = room.excerpt(Span.newest(1_000));
        return excerpt.with(excerpt.missing()
                        .map(missing -> Fold.asStored(stored, missing.answersUpTo()).stream()
                                .filter(row -> row.sequence() <= missing.upTo())
                                .toList())
                        .orElse(List.of()))
                .messages();
    }
}
