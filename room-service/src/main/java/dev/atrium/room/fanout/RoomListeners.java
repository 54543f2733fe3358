package dev.atrium.room.fanout;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// The listeners of one room, and the frames that they all will get.
final class RoomListeners {

    private final Listeners listeners = new Listeners();
    private final Own own = new Own();
    private final List<byte[]> frames = new ArrayList<>();
    private final List<byte[]> skippable = new ArrayList<>();

    void add(Listener listener) {
        listeners.add(listener);
        own.add(listener);
    }

    void remove(Listener listener) {
        listeners.remove(listener);
        own.remove(listener);
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

    /// What only the sockets of single people get.
    Own own() {
        return own;
    }

    void flush(BiConsumer<EventLoop, Delivery> deliveries) {
        flush(frames, false, deliveries);
        flush(skippable, true, deliveries);
        own.flush((listener, frame) ->
                deliveries.accept(listener.loop(), new Delivery(new Listener[] {listener}, frame, false)));
    }

    private void flush(List<byte[]> queue, boolean skippable, BiConsumer<EventLoop, Delivery> deliveries) {
        if (!queue.isEmpty()) {
            byte[] text = FrameText.join(queue);
            queue.clear();
            listeners.forEachLoop((loop, some) -> deliveries.accept(loop, new Delivery(some, text, skippable)));
        }
    }
}
