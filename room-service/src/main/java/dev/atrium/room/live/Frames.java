package dev.atrium.room.live;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pictures that are being made, streamed to all (RM-13). The latest of each stream counts; nothing is kept.
final class Frames {

    private record Stream(Member member, String name) {}

    /// What is to be said, longest waiting first.
    private final Map<Stream, LiveFrame.Frame> waiting = new LinkedHashMap<>();

    void show(Member member, LiveCommand.Show show) {
        Stream stream = new Stream(member, show.stream());
        LiveFrame.Frame before = waiting.get(stream);
        if (before != null && before.sequence() > show.sequence()) {
            return;
        }
        if (before == null && waiting.size() >= LiveLimits.STREAMS_WAITING) {
            Iterator<Stream> longestWaitingFirst = waiting.keySet().iterator();
            longestWaitingFirst.next();
            longestWaitingFirst.remove();
        }
        waiting.put(
                stream,
                new LiveFrame.Frame(
                        member.socket(),
                        member.subject(),
                        show.stream(),
                        show.sequence(),
                        show.progress(),
                        show.json()));
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
