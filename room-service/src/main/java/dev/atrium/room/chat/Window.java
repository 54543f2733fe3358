package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A room's newest messages: at least those that are not stored elsewhere yet, and beyond them up to a number.
final class Window {

    /// What an object costs beside its texts, roughly.
    private static final int OVERHEAD_BYTES = 300;

    private final int capacity;
    private final ArrayDeque<MessagePosted> messages = new ArrayDeque<>();
    private final Map<Sent, MessagePosted> bySent = new HashMap<>();
    private final Departed departed;
    private long floor;
    private long stored;
    private long sizeBytes;

    /// @param floor sequence number up to which messages may be missing; 0 if none are
    /// @param stored sequence number up to which everything is stored
    /// @param older ids of messages that are not here
    Window(int capacity, long floor, long stored, SentIds older) {
        this.capacity = capacity;
        this.floor = floor;
        this.stored = stored;
        this.departed = new Departed(older);
    }

    /// All messages with a higher sequence number are here; 0 if no message is missing at all.
    long floor() {
        return floor;
    }

    long sizeBytes() {
        return sizeBytes + departed.sizeBytes();
    }

    void add(MessagePosted message) {
        messages.addLast(message);
        sizeBytes += sizeBytes(message);
        Sent.of(message).ifPresent(sent -> bySent.putIfAbsent(sent, message));
        trim();
    }

    /// Everything up to this sequence number is stored elsewhere.
    void stored(long sequence) {
        stored = Math.max(stored, sequence);
        trim();
    }

    @Nullable
    MessagePosted sentAs(Sent sent) {
        return bySent.get(sent);
    }

    /// Whether it is certain that no message of the last 24 hours that is not here was sent as this.
    boolean isNew(Sent sent, Instant now) {
        return departed.excludes(sent.hash(), now);
    }

    /// The newest messages below a sequence number, ascending.
    List<MessagePosted> newestBefore(long before, int limit) {
        List<MessagePosted> found = new ArrayList<>();
        Iterator<MessagePosted> newestFirst = messages.descendingIterator();
        while (newestFirst.hasNext() && found.size() < limit) {
            MessagePosted message = newestFirst.next();
            if (message.sequence() < before) {
                found.add(message);
            }
        }
        Collections.reverse(found);
        return found;
    }

    /// The oldest messages above a sequence number, ascending.
    List<MessagePosted> oldestAfter(long after, int limit) {
        ArrayDeque<MessagePosted> found = new ArrayDeque<>();
        Iterator<MessagePosted> newestFirst = messages.descendingIterator();
        while (newestFirst.hasNext()) {
            MessagePosted message = newestFirst.next();
            if (message.sequence() <= after) {
                break;
            }
            found.addFirst(message);
        }
        return found.stream().limit(limit).toList();
    }

    private void trim() {
        while (messages.size() > capacity && messages.getFirst().sequence() <= stored) {
            MessagePosted dropped = messages.removeFirst();
            floor = dropped.sequence();
            sizeBytes -= sizeBytes(dropped);
            Sent.of(dropped).ifPresent(sent -> depart(sent, dropped));
        }
    }

    private void depart(Sent sent, MessagePosted dropped) {
        bySent.remove(sent, dropped);
        departed.add(sent.hash(), dropped.at());
    }

    private static long sizeBytes(MessagePosted message) {
        return OVERHEAD_BYTES + 2L * message.content().length();
    }
}
