package dev.atrium.jobs.dissolution;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Removes what is kept of organisations that were deleted, after a while: here, and in the other services. It is
/// apart from [Dissolution], because it may take hours, and what goes on in other organisations must end meanwhile.
@ApplicationScoped
class Clearance implements Chore {

    private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(5);

    private static final Logger LOG = Logger.getLogger(Clearance.class);

    private final DataSource dataSource;
    private final Dissolution dissolution;
    private final RoomsAndFiles roomsAndFiles;
    private final DissolutionConfig config;
    private final InstantSource clock;

    Clearance(
            DataSource dataSource,
            Dissolution dissolution,
            RoomsAndFiles roomsAndFiles,
            DissolutionConfig config,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.dissolution = dissolution;
        this.roomsAndFiles = roomsAndFiles;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "clearance";
    }

    @Override
    public Duration every() {
        return config.grace().compareTo(AT_LEAST_EVERY) < 0 ? config.grace() : AT_LEAST_EVERY;
    }

    @Override
    public void run() throws SQLException, InterruptedException {
        Instant since = clock.instant().minus(config.grace());
        for (TenantId tenant :
                TenantConnections.inTransaction(dataSource, connection -> Dissolutions.kept(connection, since))) {
            try {
                clear(tenant);
            } catch (RetryableException | StoreUnavailableException e) {
                LOG.warnf("not all is gone yet, it is tried again: tenant=%s error=%s", tenant, e.getMessage());
            } catch (SQLException | RuntimeException e) {
                LOG.errorf(e, "not all is gone yet, it is tried again: tenant=%s", tenant);
            }
        }
    }

    /// As long as something may still begin it is done again.
    private void clear(TenantId tenant) throws SQLException, InterruptedException {
        dissolution.forget(tenant);
        roomsAndFiles.delete(tenant);
        int done = TenantConnections.inTransaction(dataSource, connection -> Dissolutions.forget(connection, tenant));
        if (done > 0) {
            LOG.infof("nothing is kept any more of an organisation that was deleted: tenant=%s", tenant);
        }
    }
}
