package dev.atrium.room.drain;

import dev.atrium.room.log.Membership;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the group has told this node its share of the shards; a node without any is ready, too.
@Readiness
@ApplicationScoped
final class Joined implements HealthCheck {

    private final Membership membership;

    Joined(Membership membership) {
        this.membership = membership;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("member of " + Membership.GROUP)
                .status(membership.joined())
                .build();
    }
}
