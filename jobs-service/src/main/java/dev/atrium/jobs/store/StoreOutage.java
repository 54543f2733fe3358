package dev.atrium.jobs.store;

import dev.atrium.platform.problem.Outage;
import jakarta.inject.Singleton;

/// Has requests that need the object store answered by `unavailable` while it is away.
@Singleton
final class StoreOutage implements Outage {

    @Override
    public boolean isToldBy(Throwable failure) {
        return failure instanceof StoreUnavailableException;
    }
}
