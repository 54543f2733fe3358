package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A room's newest messages: at least those that are not stored elsewhere yet, and beyond them up to a number; and
/// what happened lately to older ones.
final class Window {

    private final int capacity;
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private final Map<String, Long> byId = new HashMap<>();
    private final Map<Sent, Long> bySent = new HashMap<>();
    private final Threads threads = new Threads();
    private final Departed departed;
    private final Revisions revisions;
    private long floor;
    private long stored;
    private long sizeBytes;

    /// @param floor sequence number up to which messages may be missing; 0 if none are
    /// @param stored sequence number up to which everything is stored
    /// @param changesFloor sequence number up to which changes of such messages may be missing
    Window(int capacity, long floor, long stored, long changesFloor) {
        this.capacity = capacity;
        this.floor = floor;
        this.stored = stored;
        this.departed = new Departed(floor == 0);
        this.revisions = new Revisions(capacity, changesFloor, stored);
    }

    /// All messages with a higher sequence number are here; 0 if no message is missing at all.
    long floor() {
        return floor;
    }

    /// What happened to older messages above this sequence number is known here.
    long changesFloor() {
        return revisions.floor();
    }

    long sizeBytes() {
        return sizeBytes + threads.sizeBytes() + departed.sizeBytes() + revisions.sizeBytes();
    }

    void add(Message message) {
        messages.put(message.sequence(), message);
        sizeBytes += message.sizeBytes();
        byId.putIfAbsent(message.id(), message.sequence());
        Sent.of(message.posted()).ifPresent(sent -> bySent.putIfAbsent(sent, message.sequence()));
        recount(message);
        trim();
    }

    /// Keeps an older message to which something happened.
    void addOlder(Message message) {
        revisions.put(message);
    }

    /// Something happened to a message.
    ///
    /// @param recalled the message as it was, if it is known though it may not be here
    /// @return the message as it is now; null if it is neither here nor recalled
    @Nullable
    Message change(MessageChange change, @Nullable Message recalled) {
        Long sequence = byId.get(change.message());
        Message newest = sequence == null ? null : messages.get(sequence);
        if (sequence != null && newest != null) {
            Message changed = newest.apply(change);
            messages.put(sequence, changed);
            sizeBytes += changed.sizeBytes() - newest.sizeBytes();
            recount(changed);
            return changed;
        }
        Message older = revisions.find(change.message());
        Message known = older == null ? recalled : older;
        if (known == null) {
            revisions.add(change);
            return null;
        }
        Message changed = known.apply(change);
        revisions.put(changed);
        return changed;
    }

    /// Everything up to this sequence number is stored elsewhere.
    void stored(long sequence) {
        stored = Math.max(stored, sequence);
        revisions.stored(stored);
        trim();
    }

    /// A message, if it is here.
    @Nullable
    Message find(String id) {
        Long sequence = byId.get(id);
        return sequence == null ? revisions.find(id) : messages.get(sequence);
    }

    /// Whether a message is among the newest.
    boolean isNewest(String id) {
        return byId.containsKey(id);
    }

    /// A message that is answered by one of the newest, with what is left of all its answers; null if that
    /// is not known here.
    @Nullable
    Answered answered(MessagePosted answer) {
        String id = answer.replyTo();
        Long sequence = id == null ? null : byId.get(id);
        Replies replies = id == null || sequence == null ? null : threads.of(id);
        return id == null || replies == null ? null : new Answered(id, replies);
    }

    /// Whether the store knows all that happened to messages that left.
    boolean revisionsAreStored() {
        return revisions.areStored();
    }

    /// What the store may not know yet of a message that is not among the newest.
    Unstored unstored(String message) {
        Replies newest = threads.of(message);
        Unstored unstored = revisions.unstored(message);
        return newest == null ? unstored : unstored.with(Map.of(message, newest));
    }

    /// What the store may not know yet of messages that left.
    Unstored unstored() {
        return revisions.unstored().with(threads.all());
    }

    @Nullable
    Message sentAs(Sent sent) {
        Long sequence = bySent.get(sent);
        return sequence == null ? null : messages.get(sequence);
    }

    /// The client ids of messages that were missing from the beginning.
    void learn(SentIds ids) {
        departed.learn(ids);
    }

    /// Whether it is certain that no message of the last 24 hours that is not here was sent as this.
    boolean isNew(Sent sent, Instant now) {
        return departed.excludes(sent.hash(), now);
    }

    /// The newest messages below a sequence number, ascending.
    List<Message> newestBefore(long before, int limit, Predicate<Message> filter) {
        return messages.headMap(before, false).descendingMap().values().stream()
                .filter(filter)
                .limit(limit)
                .toList()
                .reversed();
    }

    /// The oldest messages above a sequence number, ascending.
    List<Message> oldestAfter(long after, int limit, Predicate<Message> filter) {
        return messages.tailMap(after, false).values().stream()
                .filter(filter)
                .limit(limit)
                .toList();
    }

    /// The messages to which something happened after a sequence number, ascending by its number.
    List<Message> changedAfter(long version) {
        Stream<Message> newest =
                messages.values().stream().filter(message -> message.changed() && message.version() > version);
        return Stream.concat(revisions.after(version), newest)
                .sorted(Comparator.comparingLong(Message::version))
                .toList();
    }

    /// A message is like this now: what it answers has so many answers.
    private void recount(Message answer) {
        String answered = answer.posted().replyTo();
        if (answered == null) {
            return;
        }
        threads.put(answered, answer);
        Long sequence = byId.get(answered);
        if (sequence != null) {
            messages.computeIfPresent(sequence, (_, message) -> message.with(threads.of(answered)));
        }
    }

    private void trim() {
        while (messages.size() > capacity && messages.firstKey() <= stored) {
            Message dropped = messages.pollFirstEntry().getValue();
            floor = dropped.sequence();
            sizeBytes -= dropped.sizeBytes();
            byId.remove(dropped.id(), dropped.sequence());
            Sent.of(dropped.posted()).ifPresent(sent -> depart(sent, dropped));
            String answered = dropped.posted().replyTo();
            if (answered != null) {
                threads.remove(answered, dropped);
            }
            if (dropped.changed()) {
                // From now on some of its answers may not be here.
                revisions.put(dropped.with(null));
            }
        }
    }

    private void depart(Sent sent, Message dropped) {
        bySent.remove(sent, dropped.sequence());
        departed.add(sent.hash(), dropped.posted().at());
    }
}
