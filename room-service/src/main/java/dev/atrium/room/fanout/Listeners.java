package dev.atrium.room.fanout;

import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Listeners by their event loops. The arrays are replaced, never changed: an event loop may be reading one.
final class Listeners {

    private static final Listener[] NOBODY = {};

    private final Map<EventLoop, Listener[]> byLoop = new HashMap<>();

    void add(Listener listener) {
        byLoop.merge(listener.loop(), new Listener[] {listener}, Listeners::concatenate);
    }

    void remove(Listener listener) {
        byLoop.computeIfPresent(listener.loop(), (_, present) -> without(present, listener));
    }

    boolean isEmpty() {
        return byLoop.isEmpty();
    }

    Stream<Listener> all() {
        return byLoop.values().stream().flatMap(Arrays::stream);
    }

    void forEachLoop(BiConsumer<EventLoop, Listener[]> action) {
        byLoop.forEach(action);
    }

    /// The same array without one listener; null if nobody is left.
    static Listener @Nullable [] without(Listener[] present, Listener gone) {
        Listener[] rest = Arrays.stream(present)
                .filter(listener -> listener != gone)
                .toList()
                .toArray(NOBODY);
        return rest.length == 0 ? null : rest;
    }

    private static Listener[] concatenate(Listener[] present, Listener[] added) {
        Listener[] all = Arrays.copyOf(present, present.length + added.length);
        System.arraycopy(added, 0, all, present.length, added.length);
        return all;
    }
}
