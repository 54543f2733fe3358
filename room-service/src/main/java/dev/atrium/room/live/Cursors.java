package dev.atrium.room.live;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the members of a room point. The latest of each socket counts; what was overtaken is never sent.
final class Cursors {

    private final Map<Member, String> present = new LinkedHashMap<>();
    /// What is to be said, longest waiting first.
    private final Map<Member, CursorView> changed = new LinkedHashMap<>();

    /// @param json null for nowhere
    void point(Member member, @Nullable String json) {
        if (json == null) {
            leave(member);
        } else {
            present.put(member, json);
            changed.put(member, view(member, json));
        }
    }

    void leave(Member member) {
        if (present.remove(member) != null) {
            changed.put(member, view(member, null));
        }
    }

    List<CursorView> view() {
        return present.entrySet().stream()
                .limit(LiveLimits.SNAPSHOT_MAX)
                .map(entry -> view(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// How many would be sent.
    int changed() {
        return changed.size();
    }

    Optional<LiveFrame> drain() {
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        List<CursorView> frame = new ArrayList<>(Math.min(changed.size(), LiveLimits.CURSORS_PER_FRAME));
        Iterator<CursorView> longestWaitingFirst = changed.values().iterator();
        while (longestWaitingFirst.hasNext() && frame.size() < LiveLimits.CURSORS_PER_FRAME) {
            frame.add(longestWaitingFirst.next());
            longestWaitingFirst.remove();
        }
        return Optional.of(new LiveFrame.Cursors(frame));
    }

    private static CursorView view(Member member, @Nullable String json) {
        return new CursorView(member.socket(), member.subject(), json);
    }
}
