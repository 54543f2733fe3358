package dev.atrium.jobs.worker;

import dev.atrium.platform.identity.TenantId;
import java.util.UUID;

/// Where a worker is found.
record WorkerKey(TenantId tenant, UUID id) {

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
