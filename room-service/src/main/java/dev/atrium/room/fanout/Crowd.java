package dev.atrium.room.fanout;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// The listeners of one room, and the frames that they all will get.
final class Crowd {

    private final Listeners listeners = new Listeners();
    private final List<byte[]> frames = new ArrayList<>();
    private final List<byte[]> skippable = new ArrayList<>();

    void add(Listener listener) {
        listeners.add(listener);
    }

    void remove(Listener listener) {
        listeners.remove(listener);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    Stream<Listener> listeners() {
        return listeners.all();
    }

    void queue(byte[] frame) {
        frames.add(frame);
    }

    /// As [#queue], but who is behind may miss it.
    void queueSkippable(byte[] frame) {
        skippable.add(frame);
    }

    void flush(BiConsumer<EventLoop, Delivery> deliveries) {
        flush(frames, false, deliveries);
        flush(skippable, true, deliveries);
    }

    private void flush(List<byte[]> queue, boolean skippable, BiConsumer<EventLoop, Delivery> deliveries) {
        if (!queue.isEmpty()) {
            byte[] text = FrameText.join(queue);
            queue.clear();
            listeners.forEachLoop((loop, some) -> deliveries.accept(loop, new Delivery(some, text, skippable)));
        }
    }
}
