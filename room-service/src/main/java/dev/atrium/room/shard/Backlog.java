package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.roomlog.RoomEvent;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What counts but is not checkpointed yet, in the order of the log, and up to where everything is.
final class Backlog {

    /// What an event costs beside its text, roughly.
    private static final int OVERHEAD_BYTES = 300;

    private static final long MARKER_BYTES = 150;

    /// @param after where reading goes on after the event
    private record Unstored(RoomEvent event, Position after) {}

    private final ArrayDeque<Unstored> events = new ArrayDeque<>();
    private long sizeBytes;
    private Position read;
    private Position stored;

    Backlog(Position from) {
        this.read = from;
        this.stored = from;
    }

    void add(RoomEvent event, Position after) {
        events.addLast(new Unstored(event, after));
        sizeBytes += sizeBytes(event);
        read = after;
    }

    /// Everything up to here was read.
    void read(Position upTo) {
        read = upTo;
        if (events.isEmpty()) {
            stored = upTo;
        }
    }

    /// The oldest events, which stay until they are stored.
    List<RoomEvent> oldest(int limit) {
        return events.stream().limit(limit).map(Unstored::event).toList();
    }

    /// The oldest event is stored.
    RoomEvent storedOldest() {
        Unstored oldest = events.removeFirst();
        sizeBytes -= sizeBytes(oldest.event());
        stored = events.isEmpty() ? read : oldest.after();
        return oldest.event();
    }

    /// Up to where everything is checkpointed.
    Position stored() {
        return stored;
    }

    int size() {
        return events.size();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /// What an event costs in memory, roughly.
    static long sizeBytes(RoomEvent event) {
        return switch (event) {
            case RoomEvent.RoomCreated _ -> OVERHEAD_BYTES;
            case RoomEvent.MessagePosted message ->
                OVERHEAD_BYTES + 2L * message.content().length();
            case RoomEvent.DocumentChanged changed ->
                OVERHEAD_BYTES + 2L * changed.changes().length();
            case RoomEvent.MessageEdited edited ->
                OVERHEAD_BYTES + 2L * edited.content().length();
            case RoomEvent.DraftSaved draft ->
                OVERHEAD_BYTES + 2L * draft.content().length();
            case RoomEvent.MarkersMoved moved ->
                OVERHEAD_BYTES + MARKER_BYTES * moved.readUpTo().size();
            case RoomEvent.OperationsApplied applied ->
                OVERHEAD_BYTES
                        + applied.changes().stream()
                                .mapToLong(Backlog::sizeBytes)
                                .sum();
            case RoomEvent.SchemaChanged changed -> OVERHEAD_BYTES + 2L * length(changed.schema());
            case RoomEvent.MessageShown shown ->
                OVERHEAD_BYTES + 2L * shown.content().length();
            case RoomEvent.MessageReported reported ->
                2L * OVERHEAD_BYTES + 2L * reported.posted().content().length();
            case RoomEvent.MessageDeleted _,
                    RoomEvent.MessageHidden _,
                    RoomEvent.MessageReacted _,
                    RoomEvent.AccessChange _ -> OVERHEAD_BYTES;
        };
    }

    private static long sizeBytes(RoomEvent.ObjectChange change) {
        String json = change.json();
        return OVERHEAD_BYTES + 2L * (json == null ? 0 : json.length());
    }

    private static int length(RoomEvent.@Nullable ObjectSchema schema) {
        String json = schema == null ? null : schema.json();
        return json == null ? 0 : json.length();
    }
}
