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

    /// What readers ask for takes one part of so many of the shard's time, in the long run.
    private static final int READERS_SHARE = 4;

    /// So much of it may come at once.
    private static final Duration READERS_BURST = Duration.ofMillis(100);

    private final BiConsumer<Duration, Runnable> later;
    private final LongSupplier nanoTime;
    private final Runnable flush;
    private final Nonce nonce = Nonce.of(RandomGenerator.getDefault());
    private final Map<RoomKey, DocumentListeners> byRoom = new HashMap<>();
    private final Set<DocumentListeners> waiting = new HashSet<>();
    /// Until when the readers' share is used up.
    private volatile long readersUntilNanos;

    Documents(BiConsumer<Duration, Runnable> later, LongSupplier nanoTime, Runnable flush) {
        this.later = later;
        this.nanoTime = nanoTime;
        this.flush = flush;
        this.readersUntilNanos = nanoTime.getAsLong();
    }

    /// Whether those who only read may be answered now. There may be very many of them, and the shard has other rooms.
    /// On any thread.
    public boolean answersReaders() {
        long aheadNanos = readersUntilNanos - nanoTime.getAsLong();
        return aheadNanos <= READERS_SHARE * READERS_BURST.toNanos();
    }

    /// One who only reads was answered.
    ///
    /// @param tookNanos of the shard's event loop
    public void answeredReader(long tookNanos) {
        long now = nanoTime.getAsLong();
        long from = Math.max(0, readersUntilNanos - now);
        readersUntilNanos = now + from + READERS_SHARE * tookNanos;
    }

    /// From now on the listener gets what changes in the room's document, until [Fanout#leave].
    public void join(RoomKey room, Document document, Listener listener, DocumentForm form) {
        byRoom.computeIfAbsent(room, _ -> new DocumentListeners(room.room(), document, nonce))
                .add(listener, form);
    }

    /// The change that was published last in the room is this listener's own: it need not be told.
    public void authored(RoomKey room, Listener listener) {
        DocumentListeners present = byRoom.get(room);
        if (present != null) {
            present.authored(listener);
        }
    }

    void publish(RoomEvent.DocumentChanged event) {
        RoomKey room = RoomKey.of(event);
        DocumentListeners present = byRoom.get(room);
        if (present != null) {
            waiting.add(present);
            if (present.queue(event.changes(), nanoTime.getAsLong())) {
                later.accept(SETTLING, () -> settle(room));
            }
        }
    }

    boolean isHeard(RoomKey room) {
        return byRoom.containsKey(room);
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    void remove(RoomKey room, Listener listener) {
        DocumentListeners present = byRoom.get(room);
        if (present != null) {
            present.remove(listener);
            if (present.isEmpty()) {
                byRoom.remove(room);
                waiting.remove(present);
            }
        }
    }

    void flush(BiConsumer<EventLoop, Delivery> deliveries) {
        waiting.forEach(present -> present.flush(deliveries));
        waiting.clear();
    }

    Stream<Listener> listeners(RoomKey room) {
        DocumentListeners present = byRoom.get(room);
        return present == null ? Stream.empty() : present.listeners();
    }

    /// Those of one person.
    Stream<Listener> listeners(RoomKey room, String subject) {
        DocumentListeners present = byRoom.get(room);
        return present == null ? Stream.empty() : present.of(subject).stream();
    }

    Stream<Listener> listeners() {
        return byRoom.values().stream().flatMap(DocumentListeners::listeners);
    }

    void clear() {
        byRoom.clear();
    }

    private void settle(RoomKey room) {
        DocumentListeners present = byRoom.get(room);
        if (present == null) {
            return;
        }
        long left = SETTLING.toNanos() - (nanoTime.getAsLong() - present.changedAtNanos());
        if (left > 0) {
            later.accept(Duration.ofNanos(left), () -> settle(room));
        } else {
            present.settled();
            waiting.add(present);
            flush.run();
        }
    }
}
