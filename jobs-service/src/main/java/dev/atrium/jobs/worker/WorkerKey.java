package dev.atrium.jobs.worker;

import dev.atrium.jobs.secret.SecretPlace;
import dev.atrium.platform.identity.TenantId;
import java.util.UUID;

/// Where a worker is found.
record WorkerKey(TenantId tenant, UUID id) {

    private static final SecretPlace.Kind SECRETS = new SecretPlace.Kind("worker_secret", "worker", "worker");

    /// Where its secrets are kept.
    SecretPlace secrets() {
        return new SecretPlace(SECRETS, tenant, id);
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
