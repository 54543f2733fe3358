package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.redis.Redis;
import dev.atrium.gateway.upkeep.Rounds;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.TenantLimits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// Has the limits hold that the operator has set for single tenants, whichever gateway was told them:
/// each asks the database every second for all of them, and tells rooms by Redis. While the
/// database is away what was known last holds.
@ApplicationScoped
class TenantLimitWatch {

    private static final Logger LOG = Logger.getLogger(TenantLimitWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /// How long it stands in Redis without a gateway; rooms go on with what they know.
    private static final Duration TOLD = Duration.ofMinutes(1);

    private final TenantLimitTable table;
    private final Charges charges;
    private final Redis redis;
    private final Rounds rounds;
    private final AtomicBoolean failing = new AtomicBoolean();

    TenantLimitWatch(TenantLimitTable table, Charges charges, Redis redis, Vertx vertx) {
        this.table = table;
        this.charges = charges;
        this.redis = redis;
        this.rounds = new Rounds(vertx, EVERY, this::look, this::failed);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /// Has what is set now hold here, at once.
    Uni<TenantLimits> read() {
        return table.all().invoke(charges::hold);
    }

    private Uni<Void> look() {
        return read().chain(this::tell).invoke(() -> failing.set(false));
    }

    private Uni<Void> tell(TenantLimits limits) {
        Request set = Request.cmd(Command.SET)
                .arg(TenantLimits.KEY)
                .arg(limits.text())
                .arg("EX")
                .arg(TOLD.toSeconds());
        return redis.send(set).replaceWithVoid();
    }

    private void failed(Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            LOG.warnf(
                    "limits of tenants are not read or told at the moment, trying again: error=%s",
                    failure.getMessage());
        }
    }
}
