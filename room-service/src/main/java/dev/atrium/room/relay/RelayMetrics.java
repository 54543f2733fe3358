package dev.atrium.room.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/// What is counted about relays: how much is heard once, and told how often.
@ApplicationScoped
final class RelayMetrics {

    private final Counter heard;
    private final Counter forwarded;
    private final AtomicInteger rooms;
    private final AtomicInteger spectators;

    RelayMetrics(MeterRegistry registry) {
        this.heard = Counter.builder("atrium.room.relay.heard")
                .description("WebSocket messages for all from the owners of relayed rooms")
                .register(registry);
        this.forwarded = Counter.builder("atrium.room.relay.forwarded")
                .description("WebSocket messages to those who watch through this node")
                .register(registry);
        this.rooms = registry.gauge("atrium.room.relay.rooms", new AtomicInteger());
        this.spectators = registry.gauge("atrium.room.relay.spectators", new AtomicInteger());
    }

    /// A message for all is told to so many.
    void forwarded(int times) {
        heard.increment();
        forwarded.increment(times);
    }

    void rooms(int more) {
        rooms.addAndGet(more);
    }

    void spectators(int more) {
        spectators.addAndGet(more);
    }
}
