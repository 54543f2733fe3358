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

/// Ends what goes on in organisations that were deleted. That is known by rows of a table until it is done, so whoever
/// comes after a node that was killed goes on.
@ApplicationScoped
class Dissolution implements Chore {

    /// So long something may still begin: what somebody asked for in the last moment, and what follows from events
    /// that come late.
    private static final Duration AFTERMATH = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(Dissolution.class);

    private final DataSource dataSource;
    private final List<Estate> estates;
    private final InstantSource clock;

    Dissolution(DataSource dataSource, @All List<Estate> estates, InstantSource clock) {
        this.dataSource = dataSource;
        this.estates = estates;
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
        for (Dissolutions.GoingOn goingOn : TenantConnections.inTransaction(dataSource, Dissolutions::goingOn)) {
            try {
                end(goingOn.tenant());
                if (!goingOn.at().isAfter(now.minus(AFTERMATH))) {
                    TenantConnections.inTransaction(
                            dataSource, connection -> Dissolutions.ended(connection, goingOn.tenant()));
                }
            } catch (SQLException | RuntimeException e) {
                LOG.errorf(
                        e, "tenant=%s was deleted, and something goes on in it; it is tried again", goingOn.tenant());
            }
        }
    }

    /// Ends what goes on now.
    void end(TenantId tenant) throws SQLException {
        for (Estate estate : estates) {
            Chunks.untilNone(dataSource, tenant, connection -> estate.end(connection, tenant));
        }
    }

    /// Ends what goes on now, and deletes what this service keeps.
    void forget(TenantId tenant) throws SQLException, InterruptedException {
        end(tenant);
        for (Estate estate : estates) {
            Chunks.untilNone(dataSource, tenant, connection -> estate.forget(connection, tenant));
        }
        for (Estate estate : estates) {
            estate.clear(tenant);
        }
    }
}
