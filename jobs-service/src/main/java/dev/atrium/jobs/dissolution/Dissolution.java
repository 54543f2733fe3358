package dev.atrium.jobs.dissolution;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.lane.Chunks;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Winds up organisations that were deleted: what goes on ends, and what is kept goes after a while. That is known by
/// rows of a table until it is done, so whoever comes after a node that was killed goes on.
@ApplicationScoped
class Dissolution implements Chore {

    /// So long something may still begin: what somebody asked for in the last moment, and what follows from events
    /// that come late. Nothing is kept for a shorter time.
    private static final Duration AFTERMATH = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(Dissolution.class);

    private final DataSource dataSource;
    private final List<Estate> estates;
    private final DissolutionConfig config;
    private final InstantSource clock;

    Dissolution(DataSource dataSource, @All List<Estate> estates, DissolutionConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.estates = estates;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "dissolution";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void run() throws SQLException {
        Instant now = clock.instant();
        Instant kept = now.minus(config.grace());
        for (Dissolutions.Due due :
                TenantConnections.inTransaction(dataSource, connection -> Dissolutions.due(connection, kept))) {
            try {
                windUp(due, now);
            } catch (SQLException | RuntimeException e) {
                LOG.errorf(e, "tenant=%s was deleted and is not wound up yet; it is tried again", due.tenant());
            }
        }
    }

    private void windUp(Dissolutions.Due due, Instant now) throws SQLException {
        TenantId tenant = due.tenant();
        for (Estate estate : estates) {
            Chunks.untilNone(dataSource, tenant, connection -> estate.end(connection, tenant));
        }
        if (!due.at().isAfter(now.minus(config.grace()))) {
            for (Estate estate : estates) {
                Chunks.untilNone(dataSource, tenant, connection -> estate.forget(connection, tenant));
            }
            TenantConnections.inTransaction(dataSource, connection -> Dissolutions.end(connection, tenant));
            LOG.infof("tenant=%s was deleted, and what was kept for it goes", tenant);
        } else if (!due.at().isAfter(now.minus(AFTERMATH))) {
            TenantConnections.inTransaction(dataSource, connection -> Dissolutions.ended(connection, tenant));
        }
    }
}
