package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.tinybase.Memory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The open sockets of this node.
@ApplicationScoped
public final class Sockets {

    private final SocketConfig config;
    private final Seats seats;
    private final InstantSource clock;
    private final MessageMemory memory;
    private final MessageMemory outgoing;
    private final SharedBytes shared;
    private final Counter slow;
    private final Counter skipped;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Map<EventLoop, Heartbeat<Connection>> heartbeats = new ConcurrentHashMap<>();

    Sockets(SocketConfig config, Seats seats, MeterRegistry registry, InstantSource clock) {
        this.config = config;
        this.seats = seats;
        this.clock = clock;
        this.memory = new MessageMemory(config.incomingBytes());
        this.outgoing = new MessageMemory(config.outgoingBytes());
        this.shared = new SharedBytes(outgoing);
        this.slow = Counter.builder("atrium.room.sockets.slow")
                .description("Sockets that were closed because their client did not keep up")
                .register(registry);
        this.skipped = Counter.builder("atrium.room.sockets.skipped")
                .description("Live frames that were left out because a client was behind")
                .register(registry);
        registry.gauge("atrium.room.sockets", open, Set::size);
        Gauge.builder("atrium.room.sockets.incoming", memory, MessageMemory::takenBytes)
                .description("Messages from clients that have come in part or wait to be understood")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("atrium.room.sockets.outgoing", outgoing, MessageMemory::takenBytes)
                .description("Messages of shared documents that wait to leave")
                .baseUnit("bytes")
                .register(registry);
    }

    /// Says goodbye on all sockets, and ends the connections of those clients that do not close theirs in a while.
    ///
    /// @return how many clients did not
    public int closeAll(Duration patience) throws InterruptedException {
        open.forEach(Connection::moved);
        awaitNone(patience);
        List<Connection> left = List.copyOf(open);
        left.forEach(Connection::hangUp);
        return left.size();
    }

    private void awaitNone(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (open) {
            long left = patience.toNanos();
            while (!open.isEmpty() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(open, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
                left = deadline - System.nanoTime();
            }
        }
    }

    /// Where the memory comes from for messages of a caller that have come in part or wait to be understood.
    ///
    /// @param address that the caller comes from; empty if it is not known
    public Memory memory(Caller caller, String address) {
        return memory.of(caller, address);
    }

    /// Where the memory comes from for what waits to leave to a caller that shares documents.
    ///
    /// @param address that the caller comes from; empty if it is not known
    public Memory outgoing(Caller caller, String address) {
        return outgoing.of(caller, address);
    }

    /// The same for what many wait for at once.
    public SharedBytes shared() {
        return shared;
    }

    /// Takes a seat in a room for one more of a socket's channels, which counts as a socket.
    ///
    /// @param mayWrite in the room: the last seats are kept for those
    /// @return empty if there is none
    public Optional<Seat> seat(RoomKey room, boolean mayWrite) {
        Seats.Guest guest = mayWrite ? Seats.Guest.WRITER : Seats.Guest.READER;
        return seats.take(room, guest) instanceof Seats.Answer.Taken(Seat seat) ? Optional.of(seat) : Optional.empty();
    }

    /// Takes a seat for a channel whose room another node serves, which has one for it, too. As for those who watch
    /// rooms through this node, these are counted apart.
    ///
    /// @return empty if there is none
    public Optional<Seat> seatOfPassage(RoomKey room) {
        return seats.take(room, Seats.Guest.SPECTATOR) instanceof Seats.Answer.Taken(Seat seat)
                ? Optional.of(seat)
                : Optional.empty();
    }

    SocketConfig config() {
        return config;
    }

    Seats seats() {
        return seats;
    }

    public InstantSource clock() {
        return clock;
    }

    /// To be called on the socket's event loop.
    void opened(Connection socket) {
        open.add(socket);
        heartbeat(socket.loop()).add(socket);
    }

    /// To be called on the socket's event loop.
    void closed(Connection socket) {
        heartbeat(socket.loop()).remove(socket);
        synchronized (open) {
            open.remove(socket);
            open.notifyAll();
        }
    }

    /// A socket is closed because its client did not keep up.
    void slow() {
        slow.increment();
    }

    void skipped() {
        skipped.increment();
    }

    private Heartbeat<Connection> heartbeat(EventLoop loop) {
        return heartbeats.computeIfAbsent(loop, _ -> Heartbeat.on(loop, config.pingInterval(), Connection::beat));
    }
}
