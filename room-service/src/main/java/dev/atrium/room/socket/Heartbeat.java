package dev.atrium.room.socket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Pings the sockets of one event loop, a part of them at a time, so that many idle sockets do not make a peak.
/// Only for that event loop.
final class Heartbeat<S> {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    /// How many times in an interval sockets are pinged.
    static final int PARTS = 20;

    private final List<Set<S>> parts = new ArrayList<>(PARTS);
    private final Consumer<S> ping;
    private int filling;
    private int beating;

    private Heartbeat(Consumer<S> ping) {
        this.ping = ping;
        for (int i = 0; i < PARTS; i++) {
            parts.add(new HashSet<>());
        }
    }

    /// Starts to beat, as long as the event loop lives.
    ///
    /// @param ping called for each socket once in an interval
    static <S> Heartbeat<S> on(EventLoop loop, Duration interval, Consumer<S> ping) {
        Heartbeat<S> heartbeat = new Heartbeat<>(ping);
        long period = Math.max(1, interval.toMillis() / PARTS);
        // With a delay, not at a rate: after a pause of the whole process the beats that were missed would come at
        // once, and everybody be found dead who had no time to answer the ping of a moment ago.
        ScheduledFuture<?> _ = loop.scheduleWithFixedDelay(heartbeat::beat, period, period, TimeUnit.MILLISECONDS);
        return heartbeat;
    }

    void add(S socket) {
        parts.get(filling).add(socket);
        filling = (filling + 1) % PARTS;
    }

    void remove(S socket) {
        parts.forEach(part -> part.remove(socket));
    }

    private void beat() {
        // A copy, because a socket that is found dead removes itself.
        List.copyOf(parts.get(beating)).forEach(this::ping);
        beating = (beating + 1) % PARTS;
    }

    /// A beat that fails would be the event loop's last one.
    private void ping(S socket) {
        try {
            ping.accept(socket);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a socket could not be pinged");
        }
    }
}
