package dev.atrium.room.live;

import dev.atrium.platform.identity.Actor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who types in a room. Ends by itself, and with the socket on which it was said last.
final class Typing {

    private record Typist(Member member, long untilMillis) {}

    /// Who said so longest ago first, which is also who ends first.
    private final Map<String, Typist> typists = new LinkedHashMap<>();

    private final Set<String> changed = new LinkedHashSet<>();

    void start(Member member, long nowMillis) {
        boolean isNew = typists.remove(member.subject()) == null;
        typists.put(member.subject(), new Typist(member, nowMillis + LiveLimits.TYPING_MILLIS));
        if (isNew) {
            changed.add(member.subject());
        }
    }

    void stop(Member member) {
        if (typists.remove(member.subject()) != null) {
            changed.add(member.subject());
        }
    }

    void leave(Member member) {
        Typist typist = typists.get(member.subject());
        if (typist != null && typist.member() == member) {
            stop(member);
        }
    }

    void expire(long nowMillis) {
        Iterator<Map.Entry<String, Typist>> endsFirst = typists.entrySet().iterator();
        while (endsFirst.hasNext()) {
            Map.Entry<String, Typist> next = endsFirst.next();
            if (next.getValue().untilMillis() > nowMillis) {
                return;
            }
            changed.add(next.getKey());
            endsFirst.remove();
        }
    }

    /// When [#expire] has something to do; [Long#MAX_VALUE] if never.
    long nextMillis() {
        return typists.values().stream()
                .mapToLong(Typist::untilMillis)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    List<Actor> view() {
        return typists.values().stream()
                .limit(LiveLimits.SNAPSHOT_MAX)
                .map(typist -> typist.member().who())
                .toList();
    }

    boolean isDirty() {
        return !changed.isEmpty();
    }

    Optional<LiveFrame> drain() {
        if (!isDirty()) {
            return Optional.empty();
        }
        List<Actor> started = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        for (String subject : changed) {
            Typist typist = typists.get(subject);
            if (typist == null) {
                stopped.add(subject);
            } else {
                started.add(typist.member().who());
            }
        }
        changed.clear();
        return Optional.of(new LiveFrame.Typing(started, stopped));
    }
}
