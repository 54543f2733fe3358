package dev.atrium.room.fanout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The listeners of one room by whose they are, and what only the sockets of one person will get.
final class Own {

    /// @param author who knows it already; null if nobody does
    private record Waiting(
            String subject, byte[] frame, @Nullable Listener author) {}

    private final Map<String, List<Listener>> bySubject = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();

    void add(Listener listener) {
        listener.subject()
                .ifPresent(subject -> bySubject
                        .computeIfAbsent(subject, _ -> new ArrayList<>(1))
                        .add(listener));
    }

    void remove(Listener listener) {
        listener.subject()
                .ifPresent(subject -> bySubject.computeIfPresent(subject, (_, listeners) -> {
                    listeners.remove(listener);
                    return listeners.isEmpty() ? null : listeners;
                }));
    }

    void queue(String subject, byte[] frame) {
        if (bySubject.containsKey(subject)) {
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
            for (Listener listener : bySubject.getOrDefault(next.subject(), List.of())) {
                if (listener != next.author()) {
                    deliveries.accept(listener, next.frame());
                }
            }
        }
        waiting.clear();
    }
}
