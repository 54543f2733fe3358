package dev.atrium.gateway.plan;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Tells the administrators of organisations when much of a quota is used, and when all of it is: once in a
/// month each, and again with another plan, at whichever gateway. Who administers an organisation of a provider is not
/// known here.
@ApplicationScoped
class QuotaWarnings {

    private static final Logger LOG = Logger.getLogger(QuotaWarnings.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MUCH = 80;
    private static final int ALL = 100;

    private static final String MARK = "insert into quota_warnings (tenant, meter, month, percent, most, told_at)"
            + " values (?, ?, ?, ?, ?, ?) on conflict do nothing";

    /// A bound on an event; an organisation has few administrators.
    private static final String ADMINISTRATORS = "select subject from memberships where tenant = ?"
            + " and role in ('owner', 'admin') order by joined_at limit 100";

    private final QuotaTable table;
    private final DataSource dataSource;
    private final JdbcOutbox outbox;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Thread worker = Thread.ofVirtual().unstarted(this::run);

    QuotaWarnings(QuotaTable table, DataSource dataSource, JdbcOutbox outbox, InstantSource clock) {
        this.table = table;
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("quota-warnings").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        worker.join(PATIENCE);
    }

    /// Returns when all are told who were due, but for those where that failed.
    void tell() {
        for (QuotaTable.Use use : table.due(MUCH).await().atMost(PATIENCE)) {
            try {
                TenantConnections.inTenant(dataSource, use.tenant(), connection -> tell(connection, use));
            } catch (SQLException | RuntimeException e) {
                LOG.warnf(
                        "an organisation is told later that it has used much of a quota: tenant=%s error=%s",
                        use.tenant(), e.getMessage());
            }
        }
    }

    private void run() {
        try {
            while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("ended by shutdown");
        }
    }

    private void look() {
        try {
            tell();
        } catch (RuntimeException e) {
            LOG.warnf("who has used much of a quota is told later: error=%s", e.getMessage());
        }
    }

    /// @return whether it was due
    private boolean tell(Connection connection, QuotaTable.Use use) throws SQLException {
        int percent = use.used() >= use.most() ? ALL : MUCH;
        Instant now = clock.instant();
        Instant month = Month.of(now).start();
        if (!mark(connection, use, percent, month, now)) {
            return false;
        }
        Event event = new Event.QuotaReached(
                use.tenant(),
                use.plan(),
                use.meter().label(),
                percent,
                use.most(),
                month,
                Sql.query(
                        connection,
                        ADMINISTRATORS,
                        row -> row.getString("subject"),
                        use.tenant().value()));
        outbox.add(connection, event);
        return true;
    }

    private static boolean mark(Connection connection, QuotaTable.Use use, int percent, Instant month, Instant now)
            throws SQLException {
        return Sql.changes(
                connection, MARK, use.tenant().value(), use.meter().label(), month, percent, use.most(), now);
    }
}
