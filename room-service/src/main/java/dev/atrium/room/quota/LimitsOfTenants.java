package dev.atrium.room.quota;

import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.TenantLimits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Has what comes on sockets counted by the limits that the operator has set for single tenants, as
/// gateways tell by Redis. As long as nothing is told what was known last counts.
@ApplicationScoped
class LimitsOfTenants {

    private static final Logger LOG = Logger.getLogger(LimitsOfTenants.class);
    private final Charges charges;
    private final Told limits;
    private volatile String known = "";
    private volatile boolean failing;

    LimitsOfTenants(Redis redis, Vertx vertx, Charges charges) {
        this.charges = charges;
        this.limits = new Told(redis, vertx, TenantLimits.KEY, this::heard, this::failed);
    }

    void start(@Observes StartupEvent event) {
        limits.start();
    }

    void stop(@Observes ShutdownEvent event) {
        limits.stop();
    }

    /// What is the same as before is not read again.
    private void heard(@Nullable String told) {
        if (told != null && !told.equals(known)) {
            charges.hold(TenantLimits.parse(told));
            known = told;
        }
        failing = false;
    }

    private void failed(Throwable failure) {
        if (!failing) {
            failing = true;
            LOG.warnf("limits of tenants are as they were known last, asking again: error=%s", failure.getMessage());
        }
    }
}
