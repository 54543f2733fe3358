package dev.atrium.room.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What only the sockets of one person in a room will get.
final class Own {

    /// @param author who knows it already; null if nobody does
    private record Waiting(
            String subject, byte[] frame, @Nullable Listener author) {}

    private final Subjects subjects;
    private final List<Waiting> waiting = new ArrayList<>();

    /// @param subjects of the room
    Own(Subjects subjects) {
        this.subjects = subjects;
    }

    void queue(String subject, byte[] frame) {
        if (!subjects.of(subject).isEmpty()) {
            waiting.add(new Waiting(subject, frame, null));
        }
    }

    /// What was queued last for the listener's person comes from the listener itself.
    void authored(Listener listener) {
        if (!waiting.isEmpty()
                && listener.subject()
                        .filter(waiting.getLast().subject()::equals)
                        .isPresent()) {
            Waiting last = waiting.removeLast();
            waiting.add(new Waiting(last.subject(), last.frame(), listener));
        }
    }

    void flush(BiConsumer<Listener, byte[]> deliveries) {
        for (Waiting next : waiting) {
            for (Listener listener : subjects.of(next.subject())) {
                if (listener != next.author()) {
                    deliveries.accept(listener, next.frame());
                }
            }
        }
        waiting.clear();
    }
}
