package dev.atrium.gateway.health;

import dev.atrium.platform.placement.Placements;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once this gateway knows where rooms are: before, it would send requests to where they were. Also
/// if they are nowhere, and some time after the start in any case: while Kafka is away there is still
/// everything else to be served.
@Readiness
@ApplicationScoped
final class PlacementsKnown implements HealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Placements placements;
    private final InstantSource clock;
    private volatile Instant patientUntil = Instant.MAX;

    PlacementsKnown(Placements placements, InstantSource clock) {
        this.placements = placements;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        patientUntil = clock.instant().plus(PATIENCE);
    }

    @Override
    public HealthCheckResponse call() {
        boolean known = placements.caughtUp();
        return HealthCheckResponse.named("placements")
                .status(known || !clock.instant().isBefore(patientUntil))
                .withData("known", known)
                .build();
    }
}
