package dev.atrium.room.checkpoint;

import dev.atrium.platform.event.EventType;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.usage.Meter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Tells every few seconds how many messages were checkpointed (GW-16): one event per tenant, whatever the
/// number of checkpoints. The counts and the events are rows of one database, so nothing is lost or told twice.
@ApplicationScoped
class UsageReport {

    private static final Logger LOG = Logger.getLogger(UsageReport.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    /// A connection that hangs is known to be dead after minutes only.
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String REPORT = "select report_messages($1, $2, $3, $4)";

    private final Pool pool;
    private final Vertx vertx;
    private final Tuple names;
    private final Duration patience;
    private long timer;
    private boolean waiting;
    private volatile boolean reporting;

    @Inject
    UsageReport(Pool pool, Vertx vertx, @ConfigProperty(name = "quarkus.application.name") String application) {
        this(pool, vertx, application, PATIENCE);
    }

    UsageReport(Pool pool, Vertx vertx, String application, Duration patience) {
        this.pool = pool;
        this.patience = patience;
        this.vertx = vertx;
        this.names = Tuple.of(
                Topic.USAGE_EVENTS.topicName(),
                EventType.USAGE_REPORTED.typeName(),
                "/" + application,
                Meter.MESSAGES.label());
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY.toMillis(), _ -> reportSoon());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /// Completes when all that was counted is in the outbox; fails when it may not be, or not yet.
    Uni<Void> report() {
        return pool.preparedQuery(REPORT)
                .execute(names)
                .ifNoItem()
                .after(patience)
                .fail()
                .replaceWithVoid();
    }

    private void reportSoon() {
        if (reporting) {
            return;
        }
        reporting = true;
        report().onTermination().invoke(() -> reporting = false).subscribe().with(_ -> waiting = false, this::failed);
    }

    /// Rooms work on without the database, and what is counted waits there.
    private void failed(Throwable failure) {
        if (!waiting) {
            waiting = true;
            LOG.warnf("message counts are not told yet, trying again in %s: error=%s", EVERY, failure.getMessage());
        }
    }
}
