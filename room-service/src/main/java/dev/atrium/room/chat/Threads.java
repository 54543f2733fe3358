package dev.atrium.room.chat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is left of the answers among a room's newest messages. An answer is newer than what it answers: of
/// a message that is among the newest, all answers are here. So nothing about them need be stored or told
/// beside the messages themselves, and all nodes, whatever their version, agree about them.
final class Threads {

    private static final long ENTRY_BYTES = 100;

    /// By what is answered, and their sequence numbers: when they were posted.
    private final Map<String, SortedMap<Long, Instant>> answers = new HashMap<>();
    private long size;

    /// An answer is like this now.
    void put(String answered, Message answer) {
        SortedMap<Long, Instant> thread = answers.computeIfAbsent(answered, _ -> new TreeMap<>());
        size -= thread.size();
        if (answer.deleted() || answer.hidden()) {
            thread.remove(answer.sequence());
        } else {
            thread.put(answer.sequence(), answer.posted().at());
        }
        size += thread.size();
    }

    /// An answer is not among the newest messages any more.
    void remove(String answered, Message answer) {
        answers.computeIfPresent(answered, (_, thread) -> {
            if (thread.remove(answer.sequence()) != null) {
                size--;
            }
            return thread.isEmpty() ? null : thread;
        });
    }

    /// What is left here of the answers to a message; null if there were none.
    @Nullable
    Replies of(String answered) {
        SortedMap<Long, Instant> thread = answers.get(answered);
        return thread == null ? null : replies(thread);
    }

    /// The same for all messages.
    Map<String, Replies> all() {
        return answers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> replies(entry.getValue())));
    }

    long sizeBytes() {
        return ENTRY_BYTES * size;
    }

    private static Replies replies(SortedMap<Long, Instant> thread) {
        return thread.isEmpty() ? Replies.NONE : new Replies(thread.size(), thread.get(thread.lastKey()));
    }
}
