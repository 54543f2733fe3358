package dev.atrium.room.socket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Pings the sockets of one event loop, a part of them at a time, so that many idle sockets do not make a peak.
/// Only for that event loop.
final class Heartbeat {

    private static final int PARTS = 20;

    private final List<Set<Connection>> parts = new ArrayList<>(PARTS);
    private int filling;
    private int beating;

    private Heartbeat() {
        for (int i = 0; i < PARTS; i++) {
            parts.add(new HashSet<>());
        }
    }

    /// Starts to beat, as long as the event loop lives.
    static Heartbeat on(EventLoop loop, Duration interval) {
        Heartbeat heartbeat = new Heartbeat();
        long period = Math.max(1, interval.toMillis() / PARTS);
        ScheduledFuture<?> _ = loop.scheduleAtFixedRate(heartbeat::beat, period, period, TimeUnit.MILLISECONDS);
        return heartbeat;
    }

    void add(Connection socket) {
        parts.get(filling).add(socket);
        filling = (filling + 1) % PARTS;
    }

    void remove(Connection socket) {
        parts.forEach(part -> part.remove(socket));
    }

    private void beat() {
        // A copy, because a socket that is found dead removes itself.
        List.copyOf(parts.get(beating)).forEach(Connection::beat);
        beating = (beating + 1) % PARTS;
    }
}
