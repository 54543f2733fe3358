package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Ending;
import dev.atrium.gateway.edge.GracefulShutdown;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.usage.Tally;
import dev.atrium.gateway.usage.UsageSource;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.usage.UsedUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The sockets that are open here, and what they use: how long they are open, and what passes through them.
@ApplicationScoped
class OpenSockets implements SocketPair.Watcher, UsageSource {

    /// What an open socket goes on using.
    private static final Set<Meter> USED = EnumSet.of(Meter.SOCKET_SECONDS, Meter.RECEIVED_BYTES, Meter.SENT_BYTES);

    private final GracefulShutdown shutdown;
    private final Tally tally;
    private final Map<SocketPair, Reading> open = new ConcurrentHashMap<>();

    OpenSockets(GracefulShutdown shutdown, Tally tally, MeterRegistry metrics) {
        this.shutdown = shutdown;
        this.tally = tally;
        metrics.gaugeMapSize("atrium.gateway.sockets", Tags.empty(), open);
    }

    /// Up to where a socket's use is counted.
    private record Reading(Caller caller, long nanos, long received, long sent) {}

    @Override
    public void joined(SocketPair socket) {
        open.put(socket, new Reading(RequestCaller.of(socket.context()), System.nanoTime(), 0, 0));
        if (shutdown.hasBegun()) {
            socket.leave();
        }
    }

    @Override
    public void parted(SocketPair socket) {
        open.computeIfPresent(socket, (_, reading) -> {
            count(socket, reading, Duration.ofSeconds(1).minusNanos(1));
            return null;
        });
        Ending.reached(socket.context());
    }

    /// Clients connect again, and find another gateway.
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        open.keySet().forEach(SocketPair::leave);
    }

    /// A view of all.
    Set<SocketPair> all() {
        return open.keySet();
    }

    /// Ends the sockets of who may use no more of what they use. In the commons there are no plans.
    void end(@Observes UsedUp usedUp) {
        Set<TenantId> over = usedUp.meters().entrySet().stream()
                .filter(one -> !one.getKey().equals(TenantId.COMMONS) && !Collections.disjoint(one.getValue(), USED))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (!over.isEmpty()) {
            open.forEach((socket, reading) -> {
                if (over.contains(reading.caller().tenant())) {
                    socket.exceed();
                }
            });
        }
    }

    @Override
    public void count() {
        open.keySet().forEach(socket -> open.computeIfPresent(socket, (_, last) -> count(socket, last, Duration.ZERO)));
    }

    /// Whole seconds only: the rest is counted next time, or at the end as one more.
    ///
    /// @param more what is added before it is cut
    private Reading count(SocketPair socket, Reading last, Duration more) {
        long seconds = (System.nanoTime() - last.nanos() + more.toNanos())
                / Duration.ofSeconds(1).toNanos();
        Reading now = new Reading(
                last.caller(), last.nanos() + Duration.ofSeconds(seconds).toNanos(), socket.received(), socket.sent());
        tally.add(last.caller(), Meter.SOCKET_SECONDS, seconds);
        tally.add(last.caller(), Meter.RECEIVED_BYTES, now.received() - last.received());
        tally.add(last.caller(), Meter.SENT_BYTES, now.sent() - last.sent());
        return now;
    }
}
