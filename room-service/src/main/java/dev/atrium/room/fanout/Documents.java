package dev.atrium.room.fanout;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.Nonce;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Tells those who share documents what changes in them. The part of [Fanout] that speaks TinyBase.
public final class Documents {

    /// How long nothing must change before everybody is told the hashes: old clients lose a change that comes while
    /// they save one.
    private static final Duration SETTLING = Duration.ofMillis(300);

    private final BiConsumer<Duration, Runnable> later;
    private final LongSupplier nanoTime;
    private final Runnable flush;
    private final Nonce nonce = Nonce.of(RandomGenerator.getDefault());
    private final Map<RoomKey, DocumentCrowd> crowds = new HashMap<>();
    private final Set<DocumentCrowd> waiting = new HashSet<>();

    Documents(BiConsumer<Duration, Runnable> later, LongSupplier nanoTime, Runnable flush) {
        this.later = later;
        this.nanoTime = nanoTime;
        this.flush = flush;
    }

    /// From now on the listener gets what changes in the room's document, until [Fanout#leave].
    public void join(RoomKey room, Document document, Listener listener, DocumentForm form) {
        crowds.computeIfAbsent(room, _ -> new DocumentCrowd(room.room(), document, nonce))
                .add(listener, form);
    }

    /// The change that was published last in the room is this listener's own: it need not be told.
    public void authored(RoomKey room, Listener listener) {
        DocumentCrowd crowd = crowds.get(room);
        if (crowd != null) {
            crowd.authored(listener);
        }
    }

    void publish(RoomEvent.DocumentChanged event) {
        RoomKey room = RoomKey.of(event);
        DocumentCrowd crowd = crowds.get(room);
        if (crowd != null) {
            waiting.add(crowd);
            if (crowd.queue(event.changes(), nanoTime.getAsLong())) {
                later.accept(SETTLING, () -> settle(room));
            }
        }
    }

    boolean isHeard(RoomKey room) {
        return crowds.containsKey(room);
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    void remove(RoomKey room, Listener listener) {
        DocumentCrowd crowd = crowds.get(room);
        if (crowd != null) {
            crowd.remove(listener);
            if (crowd.isEmpty()) {
                crowds.remove(room);
                waiting.remove(crowd);
            }
        }
    }

    void flush(BiConsumer<EventLoop, Delivery> deliveries) {
        waiting.forEach(crowd -> crowd.flush(deliveries));
        waiting.clear();
    }

    Stream<Listener> listeners(RoomKey room) {
        DocumentCrowd crowd = crowds.get(room);
        return crowd == null ? Stream.empty() : crowd.listeners();
    }

    Stream<Listener> listeners() {
        return crowds.values().stream().flatMap(DocumentCrowd::listeners);
    }

    void clear() {
        crowds.clear();
    }

    private void settle(RoomKey room) {
        DocumentCrowd crowd = crowds.get(room);
        if (crowd == null) {
            return;
        }
        long left = SETTLING.toNanos() - (nanoTime.getAsLong() - crowd.changedAtNanos());
        if (left > 0) {
            later.accept(Duration.ofNanos(left), () -> settle(room));
        } else {
            crowd.settled();
            waiting.add(crowd);
            flush.run();
        }
    }
}
