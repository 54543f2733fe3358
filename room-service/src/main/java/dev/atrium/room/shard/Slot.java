package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Glimpse;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A room's place in its shard: the room, once it is loaded, and what waits for it or in it.
final class Slot {

    final RoomKey key;

    /// Null until it is loaded.
    @Nullable
    Room room;

    boolean loading;
    Instant used;

    /// How many of the room's events are not checkpointed.
    private int unstored;

    /// The room's events that may be missing in the store, while the room is not loaded.
    private final ArrayDeque<RoomEvent> tail = new ArrayDeque<>();

    /// What waits for the room to be loaded.
    private final List<Request> waiting = new ArrayList<>();

    /// Whose message the store is asked about, and what each sent after it: a sender's messages stay in their order.
    private final Map<String, ArrayDeque<Request.Submit>> asking = new HashMap<>();

    /// Who waits for what the room collects, and when that last became an event.
    private final List<Reply> collected = new ArrayList<>();

    Instant collectedAt = Instant.EPOCH;

    /// Who waits for an event that is on its way into the log, by its sequence number.
    private final Map<Long, List<Reply>> onTheirWay = new HashMap<>();

    /// How many requests are in the four.
    private int pending;

    private long onTheirWayBytes;

    /// Whether the room has decided something that will not be.
    private boolean mistaken;

    Slot(RoomKey key, Instant now) {
        this.key = key;
        this.used = now;
    }

    /// Whether nothing would be lost if the slot were dropped.
    boolean isClean() {
        return unstored == 0
                && !loading
                && waiting.isEmpty()
                && asking.isEmpty()
                && collected.isEmpty()
                && onTheirWay.isEmpty();
    }

    /// Whether the room is known to the log only because of events that are not checkpointed.
    boolean hasTail() {
        return !tail.isEmpty();
    }

    /// How many requests wait here, for whatever it is.
    int pending() {
        return pending;
    }

    /// What the room's events cost in memory that are on their way into the log, roughly.
    long onTheirWayBytes() {
        return onTheirWayBytes;
    }

    /// An event of so many bytes was sent to the log.
    void sent(long sizeBytes) {
        onTheirWayBytes += sizeBytes;
    }

    /// An event of so many bytes came back from the log, or never will.
    void arrived(long sizeBytes) {
        onTheirWayBytes -= sizeBytes;
    }

    /// One of the room's events came back from the log.
    ///
    /// @param asDecided false if it has only taken the place of what was decided: the room must not count
    ///     on that, as soon as nothing else is on its way
    void came(boolean asDecided) {
        mistaken |= !asDecided;
        if (mistaken && onTheirWayBytes == 0 && collected.isEmpty()) {
            forgetPredictions();
        }
    }

    long sizeBytes() {
        return room == null ? 0 : room.sizeBytes();
    }

    /// An event counts.
    ///
    /// @return whether it happened in the room just now
    boolean counted(RoomEvent event) {
        unstored++;
        if (room == null) {
            tail.addLast(event);
            return false;
        }
        // Otherwise the store was ahead of this reader, which can only be where the shard is lost already.
        boolean next = event.sequence() > room.sequence();
        if (next) {
            room.apply(event);
        }
        return next;
    }

    /// A message, if it is in memory.
    Optional<Message> message(String id) {
        return room == null
                ? Optional.empty()
                : switch (room.glimpse(id)) {
                    case Glimpse.Known known -> Optional.of(known.message());
                    case Glimpse.Older older -> Optional.of(older.message());
                    case Glimpse.Stored _, Glimpse.Absent _ -> Optional.empty();
                };
    }

    /// An event is checkpointed.
    void stored(RoomEvent event) {
        unstored--;
        if (room != null) {
            room.stored(event.sequence());
        } else if (!loading) {
            // A load that began before may not see the event in the store: only then the tail keeps it.
            while (!tail.isEmpty() && tail.getFirst().sequence() <= event.sequence()) {
                tail.removeFirst();
            }
        }
    }

    /// Takes the room as it was stored, and what counted since.
    ///
    /// @return false if events are missing between the two: then the room stays unloaded
    boolean enter(Room stored) {
        for (RoomEvent event : tail) {
            if (event.sequence() > stored.sequence() + 1) {
                return false;
            }
            if (event.sequence() > stored.sequence()) {
                stored.apply(event);
            }
        }
        tail.clear();
        room = stored;
        return true;
    }

    void await(Request request) {
        waiting.add(request);
        pending++;
    }

    List<Request> takeWaiting() {
        List<Request> requests = List.copyOf(waiting);
        waiting.clear();
        pending -= requests.size();
        return requests;
    }

    /// The store is asked about a sender's message.
    void ask(String subject, Request.Submit submit) {
        asking.computeIfAbsent(subject, _ -> new ArrayDeque<>()).addLast(submit);
        pending++;
    }

    boolean isAsking(String subject) {
        return asking.containsKey(subject);
    }

    /// What waits for the store's answer: first the message it was asked about, then what its sender sent after it.
    List<Request.Submit> takeAsking(String subject) {
        ArrayDeque<Request.Submit> submits = asking.remove(subject);
        if (submits == null) {
            return List.of();
        }
        pending -= submits.size();
        return List.copyOf(submits);
    }

    List<Request.Submit> takeAllAsking() {
        List<Request.Submit> submits =
                asking.values().stream().flatMap(ArrayDeque::stream).toList();
        asking.clear();
        pending -= submits.size();
        return submits;
    }

    /// What somebody wants waits until the room makes an event of all that it collects.
    void collect(Reply reply) {
        collected.add(reply);
        pending++;
    }

    /// How many wait for that.
    int collected() {
        return collected.size();
    }

    List<Reply> takeCollected() {
        List<Reply> replies = List.copyOf(collected);
        collected.clear();
        pending -= replies.size();
        return replies;
    }

    void await(long sequence, Reply reply) {
        onTheirWay.computeIfAbsent(sequence, _ -> new ArrayList<>()).add(reply);
        pending++;
    }

    List<Reply> takeReplies(long sequence) {
        List<Reply> replies = Optional.ofNullable(onTheirWay.remove(sequence)).orElse(List.of());
        pending -= replies.size();
        return replies;
    }

    /// What is on its way will not arrive.
    void forgetPredictions() {
        mistaken = false;
        if (room != null) {
            room.forgetPredictions();
        }
    }
}
