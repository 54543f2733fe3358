package dev.atrium.bench.load;

import dev.atrium.bench.wire.FrameReader;
import dev.atrium.bench.wire.FrameWriter;
import dev.atrium.bench.wire.TokenScanner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Many clients in one thread: sends what is due and hears everything. Latency counts from when a message was due, so
/// that a server that holds the generator up does not hide it. Allocates nothing per frame. Not thread-safe.
public final class Generator implements AutoCloseable, FrameReader.Frames {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration GREETING = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofMillis(300);
    private static final Duration NOISE_MAX = Duration.ofSeconds(15);
    private static final int BUFFER_BYTES = 1 << 20;
    /// Most messages that are sent before the sockets are heard again.
    private static final int SENDS_PER_TURN = 64;
    /// A selector waits for whole milliseconds; below, the generator polls.
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(1_200);

    private final Layout layout;
    private final List<Address> rooms;
    private final Send send;
    private final Selector selector = Selector.open();
    private final TokenScanner scanner = new TokenScanner();
    private final Consumer<SelectionKey> hear = this::hear;
    private final LoadSocket[] sockets;
    private final List<LoadSocket> unsent = new ArrayList<>();
    private ByteBuffer buffer = buffer(BUFFER_BYTES);
    private @Nullable LoadSocket hearing;
    private Step step;
    private int steps;

    private Generator(Layout layout, List<Address> rooms, Send send) throws IOException {
        this.layout = layout;
        this.rooms = List.copyOf(rooms);
        this.send = send;
        this.sockets = new LoadSocket[layout.sockets()];
        this.step = idle();
    }

    /// Opens all sockets, one after the other, and waits for the greetings.
    ///
    /// @param rooms as many as the layout has
    public static Generator connect(Layout layout, List<Address> rooms, Send send) throws IOException {
        Generator generator = new Generator(layout, rooms, send);
        try {
            generator.connect();
            return generator;
        } catch (IOException e) {
            generator.close();
            throw e;
        }
    }

    public Send send() {
        return send;
    }

    /// Offers this load, and waits a while for what is still on its way at its end. Sockets that the server has closed
    /// are opened again first.
    ///
    /// @param cpu what the servers have used up to now
    public Measured run(Schedule schedule, Supplier<Duration> cpu) throws IOException {
        connect();
        Step running = new Step(++steps, schedule, send.latestWins(), System.nanoTime());
        step = running;
        UsageMeter meter = new UsageMeter(cpu);
        int sent = 0;
        double perSecond = 0;
        long deadline = running.dueNanos(schedule.messages()) + PATIENCE.toNanos();
        for (long now = System.nanoTime();
                now < deadline && !(sent == schedule.messages() && running.isComplete(send));
                now = System.nanoTime()) {
            if (sent >= schedule.warmUp()) {
                meter.start(running.delivered());
            }
            sent = sendDue(running, schedule, sent);
            if (sent == schedule.messages() && perSecond == 0) {
                long span = Math.max(1, System.nanoTime() - running.dueNanos(schedule.warmUp()));
                perSecond = (sent - schedule.warmUp())
                        / (span / (double) Duration.ofSeconds(1).toNanos());
                meter.stop(running.delivered());
            }
            await(sent < schedule.messages() ? running.dueNanos(sent) - System.nanoTime() : SHORTEST_WAIT_NANOS);
        }
        if (perSecond == 0) {
            running.trouble("only " + sent + " of " + schedule.messages() + " messages could be sent");
            meter.stop(running.delivered());
        }
        Measured measured = running.measured(perSecond, meter.usage());
        settle();
        return measured;
    }

    /// Hears the sockets for that long.
    public void listen(Duration duration) throws IOException {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            await(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void text(ByteBuffer payload, int from, int to) {
        LoadSocket socket = hearing;
        if (socket != null && socket.isGreeted()) {
            step.text(scanner, payload, from, to);
        } else if (socket != null) {
            socket.greeted();
        }
    }

    @Override
    public void ping(ByteBuffer payload, int from, int to) {
        LoadSocket socket = hearing;
        if (socket != null && socket.hasRoom(to - from)) {
            FrameWriter.pong(socket.out(), payload, from, to);
            note(socket);
        }
    }

    @Override
    public void close(int code) {
        step.trouble("the server closed a socket with " + code);
    }

    @Override
    public void close() throws IOException {
        for (LoadSocket socket : sockets) {
            if (socket != null) {
                socket.close();
            }
        }
        selector.close();
    }

    private int sendDue(Step running, Schedule schedule, int from) throws IOException {
        int next = from;
        int end = Math.min(schedule.messages(), from + SENDS_PER_TURN);
        long now = System.nanoTime();
        while (next < end && running.dueNanos(next) <= now) {
            LoadSocket socket = sockets[schedule.socket(next)];
            if (!socket.isOpen()) {
                running.trouble("the server closed a socket");
            } else if (!socket.hasRoom(send.bytes())) {
                break;
            } else {
                FrameWriter.text(socket.out(), send.bytes());
                send.write(socket.out(), steps, next);
                note(socket);
            }
            running.sent(next, now);
            next++;
        }
        flush();
        return next;
    }

    private void flush() {
        for (int i = unsent.size() - 1; i >= 0; i--) {
            LoadSocket socket = unsent.get(i);
            if (flush(socket)) {
                unsent.remove(i);
                socket.unsent(false);
            }
        }
    }

    /// It has something to send. Each socket once, however much that is.
    private void note(LoadSocket socket) {
        if (!socket.isUnsent()) {
            socket.unsent(true);
            unsent.add(socket);
        }
    }

    private boolean flush(LoadSocket socket) {
        try {
            return socket.flush() || !socket.isOpen();
        } catch (IOException e) {
            lost(socket, e);
            return true;
        }
    }

    private void await(long nanos) throws IOException {
        flush();
        if (nanos > SHORTEST_WAIT_NANOS && unsent.isEmpty()) {
            selector.select(hear, TimeUnit.NANOSECONDS.toMillis(nanos));
        } else {
            selector.selectNow(hear);
        }
    }

    private void hear(SelectionKey key) {
        LoadSocket socket = (LoadSocket) key.attachment();
        hearing = socket;
        step.hears(socket.index(), System.nanoTime());
        try {
            int needed = socket.read(buffer, this);
            if (needed > buffer.capacity()) {
                buffer = buffer(2 * needed);
            }
            if (!socket.isOpen()) {
                step.trouble("the server closed a socket");
            }
        } catch (IOException e) {
            lost(socket, e);
        }
    }

    private void lost(LoadSocket socket, IOException e) {
        socket.close();
        step.trouble("a socket was lost: " + e.getMessage());
    }

    private void connect() throws IOException {
        step = idle();
        for (int i = 0; i < sockets.length; i++) {
            Address address = rooms.get(layout.room(i));
            if (sockets[i] == null || !sockets[i].isOpen()) {
                sockets[i] = LoadSocket.open(i, layout.isSender(i), address, selector);
                if (!address.greets()) {
                    sockets[i].greeted();
                }
            }
        }
        long deadline = System.nanoTime() + GREETING.toNanos();
        for (LoadSocket socket : sockets) {
            while (!socket.isGreeted()) {
                if (System.nanoTime() > deadline || !socket.isOpen()) {
                    throw new IOException("a socket was opened, but not greeted");
                }
                await(2 * SHORTEST_WAIT_NANOS);
            }
        }
    }

    /// Hears what is left of the last step, so that it is not in the way of the next one.
    private void settle() throws IOException {
        long end = System.nanoTime() + NOISE_MAX.toNanos();
        long heard = -1;
        while (step.heardBytes() != heard && System.nanoTime() < end) {
            heard = step.heardBytes();
            listen(SILENCE);
        }
    }

    private Step idle() {
        return new Step(0, new Schedule(layout, 1, 0, 1), false, System.nanoTime());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
