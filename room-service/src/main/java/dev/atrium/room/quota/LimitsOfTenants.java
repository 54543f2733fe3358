package dev.atrium.room.quota;

import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.TenantLimits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Has what comes on sockets counted by the limits that the operator has set for single tenants, as
/// gateways tell by Redis. As long as nothing is told what was known last counts.
@ApplicationScoped
class LimitsOfTenants {

    private static final Logger LOG = Logger.getLogger(LimitsOfTenants.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Redis redis;
    private final Vertx vertx;
    private final Charges charges;
    private volatile String known = "";
    private volatile boolean looking;
    private volatile boolean failing;
    private long timer;

    LimitsOfTenants(Redis redis, Vertx vertx, Charges charges) {
        this.redis = redis;
        this.vertx = vertx;
        this.charges = charges;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY.toMillis(), _ -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        redis.send(Request.cmd(Command.GET).arg(TenantLimits.KEY))
                .timeout(EVERY.toMillis(), TimeUnit.MILLISECONDS)
                .map(this::heard)
                .onComplete(_ -> looking = false, this::failed);
    }

    /// What is the same as before is not read again.
    private @Nullable Void heard(@Nullable Response answer) {
        if (answer != null) {
            String told = answer.toString();
            if (!told.equals(known)) {
                charges.hold(TenantLimits.parse(told));
                known = told;
            }
        }
        failing = false;
        return null;
    }

    private void failed(Throwable failure) {
        looking = false;
        if (!failing) {
            failing = true;
            LOG.warnf("limits of tenants are as they were known last, asking again: error=%s", failure.getMessage());
        }
    }
}
