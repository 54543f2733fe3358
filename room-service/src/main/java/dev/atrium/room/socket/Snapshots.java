package dev.atrium.room.socket;

import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.Span;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.operation.ObjectView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a room is like at one moment, made for who has missed more than memory can tell (RM-7). Bounded, and from
/// memory alone.
final class Snapshots {

    /// Most messages.
    static final int MESSAGES = 100;

    /// What they may occupy in memory, roughly, beyond the newest one.
    private static final long MESSAGES_BYTES = 256 << 10;

    /// Most objects, and most characters of their paths and values.
    static final int OBJECTS = 200;

    private static final long OBJECTS_TEXT = 64 << 10;

    private Snapshots() {}

    static ServerFrame.Snapshot of(Room room) {
        Excerpt excerpt = room.excerpt(Span.newest(MESSAGES));
        // What is older than what memory has is stored, and left out here.
        Excerpt.Messages page = excerpt.with(List.of());
        List<Message> newest = fitting(page.messages());
        boolean isAll = !page.hasMore()
                && excerpt.missing().isEmpty()
                && newest.size() == page.messages().size();
        return new ServerFrame.Snapshot(
                room.sequence(),
                newest.stream().map(MessageView::of).toList(),
                isAll ? null : first(newest, room.sequence() + 1),
                objects(room),
                room.access().memberCount());
    }

    private static long first(List<Message> messages, long otherwise) {
        return messages.isEmpty() ? otherwise : messages.getFirst().sequence();
    }

    private static List<Message> fitting(List<Message> messages) {
        long bytes = 0;
        int from = messages.size();
        while (from > 0 && bytes < MESSAGES_BYTES) {
            from--;
            bytes += messages.get(from).sizeBytes();
        }
        return messages.subList(from, messages.size());
    }

    /// @return null if there are too many, or too large ones
    private static @Nullable List<ObjectView> objects(Room room) {
        if (room.objects().size() > OBJECTS || room.objects().textLength() > OBJECTS_TEXT) {
            return null;
        }
        return room.objects().list("", "").map(ObjectView::of).toList();
    }
}
