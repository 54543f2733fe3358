package dev.atrium.media.rooms;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once it is known who may read which room. Stays ready while Kafka is away.
@Readiness
@ApplicationScoped
final class CaughtUp implements HealthCheck {

    private final RoomFollower follower;

    CaughtUp(RoomFollower follower) {
        this.follower = follower;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("rooms").status(follower.caughtUp()).build();
    }
}
