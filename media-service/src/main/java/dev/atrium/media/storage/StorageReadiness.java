package dev.atrium.media.storage;

import dev.atrium.platform.problem.ProblemException;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Readiness says when the object store is away. Liveness does not: a restart would not bring it back.
@Readiness
@ApplicationScoped
public class StorageReadiness implements AsyncHealthCheck {

    private static final String NAME = "object store";

    private final ObjectStore store;

    StorageReadiness(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return store.probe()
                .replaceWith(() -> HealthCheckResponse.up(NAME))
                .onFailure(ProblemException.class)
                .recoverWithItem(() -> HealthCheckResponse.down(NAME));
    }
}
