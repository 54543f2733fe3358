package dev.atrium.search.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the index has caught up with the topics, and not while it reads again what it has lost:
/// nothing is answered then. Stays ready while Kafka is away.
@Readiness
@ApplicationScoped
final class CaughtUp implements HealthCheck {

    private final Ingest ingest;

    CaughtUp(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("index").status(ingest.caughtUp()).build();
    }
}
