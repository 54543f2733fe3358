package dev.atrium.room.fanout;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// The listeners of one room, and the frames that they all will get.
final class RoomListeners {

    private final Listeners listeners = new Listeners();
    private final Subjects subjects = new Subjects();
    private final Own own = new Own(subjects);
    private final List<byte[]> frames = new ArrayList<>();
    /// Which of the frames says last how a message is.
    private final Map<String, byte[]> changed = new HashMap<>();
    private final List<byte[]> skippable = new ArrayList<>();

    void add(Listener listener) {
        listeners.add(listener);
        subjects.add(listener);
    }

    void remove(Listener listener) {
        listeners.remove(listener);
        subjects.remove(listener);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    Stream<Listener> listeners() {
        return listeners.all();
    }

    /// Those of one person.
    List<Listener> of(String subject) {
        return subjects.of(subject);
    }

    void queue(byte[] frame) {
        frames.add(frame);
    }

    /// As [#queue]. What waits of the same message is left out: this says all of it, and is newer.
    void queueChanged(String message, byte[] frame) {
        byte[] before = changed.put(message, frame);
        if (before != null) {
            frames.removeIf(waiting -> waiting == before);
        }
        frames.add(frame);
    }

    /// As [#queue], but who is behind may miss it.
    void queueSkippable(byte[] frame) {
        skippable.add(frame);
    }

    /// What only the sockets of single people get.
    Own own() {
        return own;
    }

    void flush(BiConsumer<EventLoop, Delivery> deliveries) {
        changed.clear();
        flush(frames, false, deliveries);
        flush(skippable, true, deliveries);
        own.flush((listener, frame) ->
                deliveries.accept(listener.loop(), new Delivery(new Listener[] {listener}, frame, false)));
    }

    private void flush(List<byte[]> queue, boolean skippable, BiConsumer<EventLoop, Delivery> deliveries) {
        if (!queue.isEmpty()) {
            List<byte[]> texts = FrameText.joinSome(queue);
            queue.clear();
            listeners.forEachLoop((loop, some) ->
                    texts.forEach(text -> deliveries.accept(loop, new Delivery(some, text, skippable))));
        }
    }
}
