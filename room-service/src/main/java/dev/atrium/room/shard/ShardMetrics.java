package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/// What is counted and timed about shards.
@ApplicationScoped
final class ShardMetrics {

    private final Counter messages;
    private final Counter overloaded;
    private final Counter crowded;
    private final Counter noMemory;
    private final Timer acknowledged;
    private final MeterRegistry registry;

    ShardMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.messages = Counter.builder("atrium.room.messages")
                .description("Messages that came to count in this node's shards")
                .register(registry);
        this.overloaded = refused("shard", registry);
        this.crowded = refused("room", registry);
        this.noMemory = refused("memory", registry);
        this.acknowledged = Timer.builder("atrium.room.acknowledged")
                .description("From a command's arrival to its acknowledgement")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(3),
                        Duration.ofMillis(10),
                        Duration.ofMillis(30),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1))
                .register(registry);
    }

    void published(RoomEvent event) {
        if (event instanceof RoomEvent.MessagePosted) {
            messages.increment();
        }
    }

    /// A reply that also measures how long it took to become certain.
    Reply timed(Reply reply) {
        long startedNanos = System.nanoTime();
        return outcome -> {
            if (isTimed(outcome)) {
                acknowledged.record(Duration.ofNanos(System.nanoTime() - startedNanos));
            } else if (outcome instanceof Outcome.Refused(Decision.Refused reason)) {
                refused(reason);
            }
            reply.on(outcome);
        };
    }

    /// Markers wait for others on purpose.
    private static boolean isTimed(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(RoomEvent.MarkersMoved _) -> false;
            case Outcome.Done _, Outcome.Changed _ -> true;
            case Outcome.Applied _, Outcome.Repeated _, Outcome.Nothing _, Outcome.Refused _ -> false;
        };
    }

    private void refused(Decision.Refused reason) {
        if (reason.equals(Refusals.OVERLOADED)) {
            overloaded.increment();
        } else if (reason.equals(Refusals.CROWDED)) {
            crowded.increment();
        } else if (reason.equals(Refusals.NO_MEMORY)) {
            noMemory.increment();
        }
    }

    private void memory(String name, String description, NodeMemory memory, ToDoubleFunction<NodeMemory> bytes) {
        Gauge.builder(name, memory, bytes)
                .description(description)
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private static Counter refused(String limit, MeterRegistry registry) {
        return Counter.builder("atrium.room.commands.refused")
                .description("Commands that were refused because too much was on its way")
                .tag("limit", limit)
                .register(registry);
    }

    void watch(Shards shards, NodeMemory memory) {
        memory("atrium.room.memory", "What the rooms in memory take, roughly", memory, NodeMemory::usedBytes);
        memory("atrium.room.memory.max", "Beyond which no room is loaded", memory, NodeMemory::maxBytes);
        registry.gauge("atrium.room.backlog", shards, Shards::backlogSize);
        registry.gauge("atrium.room.shards.open", shards, Shards::countOpen);
        registry.gauge("atrium.room.shards.halted", shards, Shards::countShut);
    }
}
