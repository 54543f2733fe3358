package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Up to where people have read a room (RM-14). Markers only go forward. What people wish is collected, so that many of
/// them become one event.
final class Markers {

    private static final long MARKER_BYTES = 150;

    private final int capacity;
    /// By subjects; who read on last is the last.
    private final LinkedHashMap<String, Long> settled = new LinkedHashMap<>();
    private final Map<String, Long> wished = new HashMap<>();
    /// What was collected and is on its way into the log, with the sequence number of its event.
    private final Map<String, OnItsWay> onTheirWay = new HashMap<>();

    private record OnItsWay(long readUpTo, long sequence) {}

    /// @param capacity of how many people markers are kept: of those who read last
    Markers(int capacity) {
        this.capacity = capacity;
    }

    /// Markers as they were stored, those that moved first at first.
    void load(List<Marker> stored) {
        stored.forEach(marker -> settle(marker.subject(), marker.readUpTo()));
    }

    /// What the log says.
    void apply(MarkersMoved event) {
        event.readUpTo().forEach((subject, readUpTo) -> {
            settle(subject, readUpTo);
            onTheirWay.computeIfPresent(subject, (_, sent) -> sent.sequence() <= event.sequence() ? null : sent);
        });
    }

    /// Up to where somebody has read, as far as this is known here; 0 if it is not.
    long of(String subject) {
        return settled.getOrDefault(subject, 0L);
    }

    /// Who has read up to where: of those who read last, the last first.
    List<Marker> newest(int limit) {
        return settled.sequencedEntrySet().reversed().stream()
                .limit(limit)
                .map(entry -> new Marker(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// @return the sequence number of an event on its way that says so; 0 if there is none
    long onItsWay(String subject, long readUpTo) {
        OnItsWay sent = onTheirWay.get(subject);
        return sent != null && sent.readUpTo() >= readUpTo ? sent.sequence() : 0;
    }

    void wish(String subject, long readUpTo) {
        wished.merge(subject, readUpTo, Math::max);
    }

    /// How many people wait for their markers to move.
    int wishes() {
        return wished.size();
    }

    /// Takes what is wished, for an event of this sequence number.
    Map<String, Long> collect(long sequence) {
        Map<String, Long> collected = Map.copyOf(wished);
        wished.clear();
        collected.forEach((subject, readUpTo) -> onTheirWay.put(subject, new OnItsWay(readUpTo, sequence)));
        return collected;
    }

    /// What was wished or collected, and is not in the log, will never be.
    void forgetPredictions() {
        wished.clear();
        onTheirWay.clear();
    }

    long sizeBytes() {
        return MARKER_BYTES * settled.size();
    }

    private void settle(String subject, long readUpTo) {
        Long before = settled.remove(subject);
        settled.put(subject, before == null ? readUpTo : Math.max(before, readUpTo));
        if (settled.size() > capacity) {
            settled.pollFirstEntry();
        }
    }
}
