package dev.atrium.gateway.upkeep;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/// Sees to it that all chores are done.
@ApplicationScoped
class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    /// The start itself is not held up; and a gateway that is restarted often does them too.
    private static final Duration FIRST = Duration.ofSeconds(5);

    private static final Duration EVERY = Duration.ofHours(1);

    private final List<Chore> chores;
    private final Vertx vertx;
    private long timer;

    Upkeep(@All List<Chore> chores, Vertx vertx) {
        this.chores = List.copyOf(chores);
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(FIRST.toMillis(), EVERY.toMillis(), _ -> runAll());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /// Begins all of them, whichever of them fails, and however.
    void runAll() {
        chores.forEach(Upkeep::run);
    }

    private static void run(Chore chore) {
        Uni.createFrom()
                .deferred(chore::run)
                .subscribe()
                .with(
                        _ -> LOG.debugf("done: %s", chore.name()),
                        e -> LOG.warnf("not done, trying again in an hour: %s error=%s", chore.name(), e.getMessage()));
    }
}
