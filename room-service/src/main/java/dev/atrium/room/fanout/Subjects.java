package dev.atrium.room.fanout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Listeners by whose they are; those of nobody in particular are left out. Not thread-safe.
final class Subjects {

    private final Map<String, List<Listener>> bySubject = new HashMap<>();

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

    /// Not a copy.
    List<Listener> of(String subject) {
        return bySubject.getOrDefault(subject, List.of());
    }
}
