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

            List<Message> messages = Fold.of(history.events());
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

            List<Message> rows = Fold.of(events.subList(0, read));
            List<Message> messages = Fold.of(events);
            assertEquals(messages, all(room, rows));
            messages.forEach(message -> assertGlimpsed(message, room, rows));
        }
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
                assertEquals(expected, settle(part, command, rows));
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
            case Glimpse.Known known -> assertEquals(message, known.message());
            case Glimpse.Stored stored -> {
                Message row = rows.stream()
                        .filter(one -> one.id().equals(message.id()))
                        .findFirst()
                        .orElseThrow();
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

    private static List<Message> all(Room room, List<Message> rows) {
        Excerpt excerpt = room.excerpt(Span.newest(1_000));
        return excerpt.with(excerpt.missing()
                        .map(missing -> rows.stream()
                                .filter(row -> row.sequence() <= missing.upTo())
                                .toList())
                        .orElse(List.of()))
                .messages();
    }
}
