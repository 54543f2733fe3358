package dev.atrium.room.shard;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/// What is counted and timed about shards.
@ApplicationScoped
final class ShardMetrics {

    private final Counter messages;
    private final Counter overloaded;
    private final Counter crowded;
    private final Timer acknowledged;
    private final MeterRegistry registry;

    ShardMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.messages = Counter.builder("atrium.room.messages")
                .description("Messages that came to count in this node's shards")
                .register(registry);
        this.overloaded = refused("shard", registry);
        this.crowded = refused("room", registry);
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
        }
    }

    private static Counter refused(String limit, MeterRegistry registry) {
        return Counter.builder("atrium.room.commands.refused")
                .description("Commands that were refused because too much was on its way")
                .tag("limit", limit)
                .register(registry);
    }

    void watch(Shards shards) {
        registry.gauge("atrium.room.backlog", shards, Shards::backlogSize);
        registry.gauge("atrium.room.shards.open", shards, Shards::countOpen);
        registry.gauge("atrium.room.shards.halted", shards, Shards::countShut);
    }
}
