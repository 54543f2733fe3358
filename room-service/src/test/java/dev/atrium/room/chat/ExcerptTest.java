package dev.atrium.room.chat;

import static dev.atrium.room.chat.Samples.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Memory and store together give the same pages as one list would.
final class ExcerptTest {

    private final Random random = new Random(7);

    @Test
    void everyPageIsAsIfAllMessagesWereInOneList() {
        for (int i = 0; i < 20_000; i++) {
            int last = 1 + random.nextInt(30);
            int loaded = random.nextInt(last + 1);
            int stored = loaded + random.nextInt(last - loaded + 1);
            List<Message> all = LongStream.rangeClosed(2, last)
                    .mapToObj(sequence -> Message.of(message(sequence)))
                    .toList();
            Room room = roomLoadedAt(last, loaded);
            Span span = anySpan(last);

            Excerpt excerpt = room.excerpt(span);
            Excerpt.Messages page = excerpt.with(
                    excerpt.missing().map(part -> read(all, stored, part)).orElse(List.of()));

            assertEquals(expected(all, span), page, () -> span + " of " + last + ", loaded to " + loaded);
        }
    }

    /// A room of which memory has messages from some point on only.
    private Room roomLoadedAt(int last, int loaded) {
        if (loaded < 3) {
            return Samples.room(Visibility.PUBLIC, last);
        }
        int first = 3 + random.nextInt(loaded - 2);
        List<MessagePosted> newest =
                LongStream.rangeClosed(first, loaded).mapToObj(Samples::message).toList();
        Room room = Room.of(Samples.snapshot(loaded, newest, false));
        for (long sequence = loaded + 1L; sequence <= last; sequence++) {
            room.apply(message(sequence));
        }
        return room;
    }

    private Span anySpan(int last) {
        long bound = random.nextInt(last + 3);
        int limit = 1 + random.nextInt(8);
        return switch (random.nextInt(3)) {
            case 0 -> new Span.Before(bound, limit);
            case 1 -> new Span.After(bound, limit);
            default -> Span.newest(limit);
        };
    }

    /// What a store that has messages up to a sequence number would answer.
    private static List<Message> read(List<Message> all, int stored, Excerpt.Stored part) {
        List<Message> found = new ArrayList<>(all.stream()
                .filter(message -> message.sequence() <= stored)
                .filter(message -> message.sequence() > part.above() && message.sequence() <= part.upTo())
                .toList());
        while (found.size() > part.limit()) {
            if (part.newestFirst()) {
                found.removeFirst();
            } else {
                found.removeLast();
            }
        }
        return found;
    }

    private static Excerpt.Messages expected(List<Message> all, Span span) {
        return switch (span) {
            case Span.Before before -> {
                List<Message> below = all.stream()
                        .filter(message -> message.sequence() < before.before())
                        .toList();
                int from = Math.max(0, below.size() - before.limit());
                yield new Excerpt.Messages(below.subList(from, below.size()), from > 0);
            }
            case Span.After after -> {
                List<Message> above = all.stream()
                        .filter(message -> message.sequence() > after.after())
                        .toList();
                int to = Math.min(above.size(), after.limit());
                yield new Excerpt.Messages(above.subList(0, to), to < above.size());
            }
        };
    }
}
