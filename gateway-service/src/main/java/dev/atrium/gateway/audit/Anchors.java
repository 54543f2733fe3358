package dev.atrium.gateway.audit;

import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.platform.audit.Anchor;
import dev.atrium.platform.audit.AnchorSigner;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Signs where audit trails end, and tells it to those who keep that outside of this database (GW-12):
/// whoever writes the trail anew afterwards can compute all of its hashes, but neither sign an anchor
/// nor remove one there. Each trail once in a while, at whichever gateway.
@ApplicationScoped
class Anchors {

    private static final Logger LOG = Logger.getLogger(Anchors.class);

    /// The start itself is not held up; and a gateway that is restarted often does it too.
    private static final Duration FIRST = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final JdbcOutbox outbox;
    private final AnchorSigner signer;
    private final AnchorConfig config;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Thread worker = Thread.ofVirtual().unstarted(this::run);

    Anchors(DataSource dataSource, JdbcOutbox outbox, AnchorSigner signer, AnchorConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.signer = signer;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("audit-anchors").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        worker.join(PATIENCE);
    }

    /// Returns when each trail has an anchor for which one was due, but for those where that failed.
    ///
    /// @return whether it failed for none
    /// @throws SQLException if the database does not tell which these are
    boolean anchor() throws SQLException {
        // Gateways do this at times of their own: half of the time keeps each within it, and few trails get two.
        Duration pause = config.every().dividedBy(2);
        List<TenantId> due =
                TenantConnections.inTransaction(dataSource, connection -> AnchorTable.due(connection, pause));
        boolean all = true;
        for (TenantId tenant : due) {
            if (stopping.getCount() == 0) {
                return all;
            }
            try {
                anchor(tenant, pause);
            } catch (SQLException | RuntimeException e) {
                LOG.warnf("an audit trail gets its anchor later: tenant=%s error=%s", tenant, e.getMessage());
                all = false;
            }
        }
        return all;
    }

    private void anchor(TenantId tenant, Duration pause) throws SQLException {
        TenantConnections.inTenant(dataSource, tenant, connection -> {
            Optional<AnchorTable.Head> head = AnchorTable.mark(connection, tenant, pause);
            if (head.isPresent()) {
                outbox.add(connection, anchored(tenant, head.get()));
            }
            return head.isPresent();
        });
    }

    private Event anchored(TenantId tenant, AnchorTable.Head head) {
        return new Event.AuditAnchored(
                tenant, signer.sign(new Anchor(tenant, head.seq(), head.hash(), Timestamps.now(clock))));
    }

    private void run() {
        try {
            Duration wait = FIRST;
            while (!stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = look() ? config.every() : AGAIN;
            }
        } catch (InterruptedException e) {
            LOG.debug("ended by shutdown");
        }
    }

    /// @return whether nothing is left to be tried again
    private boolean look() {
        try {
            return anchor();
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("audit trails get their anchors later, trying again in %s: error=%s", AGAIN, e.getMessage());
            return false;
        }
    }
}
