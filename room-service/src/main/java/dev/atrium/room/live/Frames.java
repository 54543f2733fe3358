package dev.atrium.room.live;

import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pictures that are being made, streamed to all (RM-13). The latest of each stream counts, and is kept for
/// those who come later or have missed it: as long as its socket is there, and not much longer than it
/// takes to be done.
final class Frames {

    private record Stream(Member member, String name) {}

    /// @param bytes of the picture in UTF-8
    /// @param untilMillis when it is dropped; [Long#MAX_VALUE] if it is not done
    private record Kept(FrameView picture, int bytes, long untilMillis) {}

    /// Shown longest ago first.
    private final Map<Stream, Kept> latest = new LinkedHashMap<>();
    /// What is to be said, longest waiting first.
    private final Map<Stream, FrameView> waiting = new LinkedHashMap<>();

    void show(Member member, LiveCommand.Show show, long nowMillis) {
        Stream stream = new Stream(member, show.stream());
        FrameView before = waiting.get(stream);
        if (before != null && before.sequence() > show.sequence()) {
            return;
        }
        FrameView picture = new FrameView(
                member.socket(), member.subject(), show.stream(), show.sequence(), show.progress(), show.json());
        makeRoom(waiting, stream);
        waiting.put(stream, picture);
        latest.remove(stream);
        int bytes = ByteBufUtil.utf8Bytes(show.json());
        makeRoom(latest, stream);
        makeRoom(bytes);
        latest.put(stream, new Kept(picture, bytes, untilMillis(picture, nowMillis)));
    }

    /// The member shows nothing any more; what waits is still said.
    void leave(Member member) {
        latest.keySet().removeIf(stream -> stream.member() == member);
    }

    void expire(long nowMillis) {
        latest.values().removeIf(kept -> kept.untilMillis() <= nowMillis);
    }

    /// When [#expire] has something to do; [Long#MAX_VALUE] if never.
    long nextMillis() {
        return latest.values().stream().mapToLong(Kept::untilMillis).min().orElse(Long.MAX_VALUE);
    }

    List<FrameView> view() {
        return latest.values().stream().map(Kept::picture).toList();
    }

    int waiting() {
        return waiting.size();
    }

    List<LiveFrame> drain() {
        List<LiveFrame> frames = new ArrayList<>(waiting.size());
        waiting.values().forEach(picture -> frames.add(new LiveFrame.Frame(picture)));
        waiting.clear();
        return frames;
    }

    private static void makeRoom(Map<Stream, ?> streams, Stream next) {
        if (!streams.containsKey(next) && streams.size() >= LiveLimits.STREAMS_MAX) {
            streams.remove(streams.keySet().iterator().next());
        }
    }

    /// Everything that is kept is told at once, to those of all who were behind: it must not be so much
    /// that it makes them fall behind again.
    private void makeRoom(int bytes) {
        int all = bytes;
        for (Kept kept : latest.values()) {
            all += kept.bytes();
        }
        Iterator<Kept> oldest = latest.values().iterator();
        while (all > LiveLimits.KEPT_FRAME_BYTES_MAX && oldest.hasNext()) {
            all -= oldest.next().bytes();
            oldest.remove();
        }
    }

    private static long untilMillis(FrameView picture, long nowMillis) {
        Double progress = picture.progress();
        return progress != null && progress >= 1 ? nowMillis + LiveLimits.DONE_FRAME_MILLIS : Long.MAX_VALUE;
    }
}
