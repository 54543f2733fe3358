package dev.atrium.gateway.user;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/// Forgets events that were received more than 30 days ago: their topic keeps them for a week, so none
/// comes again. Only of files the topic keeps all.
@ApplicationScoped
class InboxPurge {

    private static final Logger LOG = Logger.getLogger(InboxPurge.class);
    private static final Duration KEEP = Duration.ofDays(30);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final String DELETE = "delete from inbox where received_at < $1 and consumer <> 'usage-files'";

    private final Pool pool;
    private final Vertx vertx;
    private final InstantSource clock;
    private long timer;

    InboxPurge(Pool pool, Vertx vertx, InstantSource clock) {
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
        pool.preparedQuery(DELETE)
                .execute(Tuple.of(clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC)))
                .subscribe()
                .with(
                        rows -> LOG.debugf("forgot %d received event(s)", rows.rowCount()),
                        e -> LOG.warnf("received events are not forgotten yet: %s", e.getMessage()));
    }
}
