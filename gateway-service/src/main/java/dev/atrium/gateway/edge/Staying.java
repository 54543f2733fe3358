package dev.atrium.gateway.edge;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready until it is announced that this gateway goes: nothing new should be sent to it, though it is served for a
/// while.
@Readiness
@ApplicationScoped
final class Staying implements HealthCheck {

    private final GracefulShutdown shutdown;

    Staying(GracefulShutdown shutdown) {
        this.shutdown = shutdown;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("staying")
                .status(!shutdown.isAnnounced())
                .build();
    }
}
