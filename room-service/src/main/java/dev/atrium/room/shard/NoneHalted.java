package dev.atrium.room.shard;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready while this node has a shard that it cannot serve, and no other node has taken it: an update
/// that brings this about shall not go on.
@Readiness
@ApplicationScoped
final class NoneHalted implements HealthCheck {

    private final Shards shards;

    NoneHalted(Shards shards) {
        this.shards = shards;
    }

    @Override
    public HealthCheckResponse call() {
        long halted = shards.countShut();
        return HealthCheckResponse.named("shards")
                .withData("halted", halted)
                .status(halted == 0)
                .build();
    }
}
