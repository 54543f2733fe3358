package dev.atrium.room.fanout;

import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Listeners by their event loops. Not thread-safe. The arrays are replaced, never changed: an event loop may be
/// reading one.
public final class Listeners {

    private static final Listener[] NOBODY = {};

    private final Map<EventLoop, Listener[]> byLoop = new HashMap<>();

    public void add(Listener listener) {
        byLoop.merge(listener.loop(), new Listener[] {listener}, Listeners::concatenate);
    }

    public void remove(Listener listener) {
        byLoop.computeIfPresent(listener.loop(), (_, present) -> without(present, listener));
    }

    public boolean isEmpty() {
        return byLoop.isEmpty();
    }

    public int size() {
        return byLoop.values().stream().mapToInt(listeners -> listeners.length).sum();
    }

    /// Sends all of them a WebSocket message, whose bytes must not be changed any more.
    ///
    /// @param skippable whether those that are behind may miss it
    public void deliver(byte[] text, boolean skippable) {
        forEachLoop((loop, some) -> loop.execute(new Delivery(some, text, skippable)::deliver));
    }

    public Stream<Listener> all() {
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
