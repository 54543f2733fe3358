package dev.atrium.room.fanout;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The listeners of one room, by their event loops, and the frames that they all will get.
///
/// The arrays are replaced, never changed: an event loop may be reading one.
final class Crowd {

    private static final Listener[] NOBODY = {};

    private final Map<EventLoop, Listener[]> byLoop = new HashMap<>();
    private final List<byte[]> frames = new ArrayList<>();

    void add(Listener listener) {
        byLoop.merge(listener.loop(), new Listener[] {listener}, Crowd::concatenate);
    }

    void remove(Listener listener) {
        byLoop.computeIfPresent(listener.loop(), (_, present) -> without(present, listener));
    }

    boolean isEmpty() {
        return byLoop.isEmpty();
    }

    Stream<Listener> listeners() {
        return byLoop.values().stream().flatMap(Arrays::stream);
    }

    void queue(byte[] frame) {
        frames.add(frame);
    }

    void flush(BiConsumer<EventLoop, Delivery> deliveries) {
        if (!frames.isEmpty()) {
            byte[] text = FrameText.join(frames);
            frames.clear();
            byLoop.forEach((loop, listeners) -> deliveries.accept(loop, new Delivery(listeners, text)));
        }
    }

    private static Listener[] concatenate(Listener[] present, Listener[] added) {
        Listener[] all = Arrays.copyOf(present, present.length + added.length);
        System.arraycopy(added, 0, all, present.length, added.length);
        return all;
    }

    private static Listener @Nullable [] without(Listener[] present, Listener gone) {
        Listener[] rest = Arrays.stream(present)
                .filter(listener -> listener != gone)
                .toList()
                .toArray(NOBODY);
        return rest.length == 0 ? null : rest;
    }
}
