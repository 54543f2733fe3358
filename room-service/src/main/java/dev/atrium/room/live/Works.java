package dev.atrium.room.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How far work for the room is, shown to all. The latest of each counts; nothing is kept.
final class Works {

    /// What is to be said, longest waiting first.
    private final Map<String, LiveFrame.Progress> waiting = new LinkedHashMap<>();

    void show(LiveFrame.Progress progress) {
        String work = progress.kind() + "/" + progress.id();
        if (!waiting.containsKey(work) && waiting.size() >= LiveLimits.WORKS_WAITING) {
            waiting.remove(waiting.keySet().iterator().next());
        }
        waiting.put(work, progress);
    }

    int waiting() {
        return waiting.size();
    }

    List<LiveFrame> drain() {
        List<LiveFrame> frames = new ArrayList<>(waiting.values());
        waiting.clear();
        return frames;
    }
}
