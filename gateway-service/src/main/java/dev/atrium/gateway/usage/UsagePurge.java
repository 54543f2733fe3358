package dev.atrium.gateway.usage;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/// Forgets hours and days that nobody can ask for any more; months stay.
@ApplicationScoped
class UsagePurge {

    private static final Logger LOG = Logger.getLogger(UsagePurge.class);
    private static final Duration EVERY = Duration.ofHours(6);

    /// So that the first day that can be asked for is whole.
    private static final int MARGIN_DAYS = 2;

    private static final String FORGET = "select forget_usage($1, $2)";

    private final Pool pool;
    private final Vertx vertx;
    private final InstantSource clock;
    private long timer;

    UsagePurge(Pool pool, Vertx vertx, InstantSource clock) {
        this.pool = pool;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY.toMillis(), _ -> purge());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void purge() {
        pool.preparedQuery(FORGET)
                .execute(Tuple.of(oldest(Grain.HOUR), oldest(Grain.DAY)))
                .subscribe()
                .with(
                        _ -> LOG.debug("forgot old usage"),
                        e -> LOG.warnf("old usage is not forgotten yet: error=%s", e.getMessage()));
    }

    private OffsetDateTime oldest(Grain grain) {
        return clock.instant()
                .minus(grain.mostDays() + MARGIN_DAYS, ChronoUnit.DAYS)
                .atOffset(ZoneOffset.UTC);
    }
}
