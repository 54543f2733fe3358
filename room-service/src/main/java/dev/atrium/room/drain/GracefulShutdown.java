package dev.atrium.room.drain;

import dev.atrium.room.log.LogProducer;
import dev.atrium.room.log.Membership;
import dev.atrium.room.shard.Shards;
import dev.atrium.room.socket.Sockets;
import dev.atrium.room.tidings.TidingsSender;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// How a node goes (SIGTERM): takes no new commands, answers those on their way, checkpoints and commits, leaves the
/// group at once, and closes its sockets, so that its rooms are open elsewhere in less than a second.
///
/// It must run while the HTTP server still works. That is before Quarkus' `ShutdownEvent`: hence the earlier event,
/// which needs `quarkus.shutdown.delay-enabled` at build time.
@ApplicationScoped
final class GracefulShutdown {

    private static final Logger LOG = Logger.getLogger(GracefulShutdown.class);
    private static final Duration QUIET_PATIENCE = Duration.ofMillis(1_500);
    private static final Duration SOCKETS_PATIENCE = Duration.ofSeconds(1);

    private final Shards shards;
    private final Membership membership;
    private final LogProducer producer;
    private final TidingsSender tidings;
    private final Sockets sockets;
    private final AtomicBoolean begun = new AtomicBoolean();

    GracefulShutdown(
            Shards shards, Membership membership, LogProducer producer, TidingsSender tidings, Sockets sockets) {
        this.shards = shards;
        this.membership = membership;
        this.producer = producer;
        this.tidings = tidings;
        this.sockets = sockets;
    }

    void early(@Observes ShutdownDelayInitiatedEvent event) {
        shutDown();
    }

    /// For a stop that skips the early event, as that of a failed start does.
    void late(@Observes ShutdownEvent event) {
        shutDown();
    }

    private void shutDown() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            shards.quiet(QUIET_PATIENCE);
            membership.leave();
            producer.close();
            tidings.close();
            int left = sockets.closeAll(SOCKETS_PATIENCE);
            LOG.infof("shut down: connections that had to be ended=%d", left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
