package dev.atrium.jobs.backup;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Deletes the objects of backups that were deleted, failed or were cancelled: also those that a killed
/// node has stored.
@ApplicationScoped
class BackupUpkeep implements Chore {

    private static final Logger LOG = Logger.getLogger(BackupUpkeep.class);

    private static final Duration LONGEST_UPLOAD = Duration.ofDays(1);

    private final DataSource dataSource;
    private final ObjectStore store;
    private final BackupConfig config;
    private final InstantSource clock;

    BackupUpkeep(DataSource dataSource, ObjectStore store, BackupConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /// What is to become of a backup.
    private enum Fate {
        GOES_ON,
        STAYS,
        IS_CLEARED,
        IS_FORGOTTEN
    }

    @Override
    public String name() {
        return "backup-upkeep";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() throws SQLException {
        for (BackupKey key : TenantConnections.inTransaction(dataSource, BackupWatch::all)) {
            try {
                tend(key);
            } catch (StoreUnavailableException e) {
                LOG.warnf("object=%s is not deleted yet, and is tried again: error=%s", key, e.getMessage());
            }
        }
    }

    /// Many objects take long, so no row is held while they go: the backup is marked, and neither goes on nor begins
    /// anew until the mark is gone. Objects go before the row, so that none is forgotten.
    private void tend(BackupKey key) throws SQLException {
        TenantConnections.inTransaction(dataSource, alone -> {
            if (!isAlone(alone, key)) {
                return Fate.GOES_ON;
            }
            Sql.mayPause(alone);
            Fate fate = TenantConnections.inTenant(dataSource, key.tenant(), connection -> decide(connection, key));
            if (fate == Fate.IS_CLEARED || fate == Fate.IS_FORGOTTEN) {
                deleteObjects(key);
                TenantConnections.inTenant(dataSource, key.tenant(), connection -> cleared(connection, key, fate));
            }
            return fate;
        });
    }

    /// Whether this is the only node that tends the backup until the transaction ends. One that was paused, and whose
    /// chores another has taken over, would otherwise delete what the backup stores anew.
    private static boolean isAlone(Connection connection, BackupKey key) throws SQLException {
        return Sql.first(
                        connection,
                        "select pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.backup_watch ' || ?, 0))",
                        row -> row.getBoolean(1),
                        key.toString())
                .orElseThrow();
    }

    private Fate decide(Connection connection, BackupKey key) throws SQLException {
        hold(connection, key);
        Fate fate = settle(connection, key);
        switch (fate) {
            case IS_CLEARED, IS_FORGOTTEN -> BackupTable.clear(connection, key, false);
            case STAYS -> BackupWatch.remove(connection, key);
            case GOES_ON -> {
                // Looked at again next time.
            }
        }
        return fate;
    }

    private static Fate cleared(Connection connection, BackupKey key, Fate fate) throws SQLException {
        BackupTable.clear(connection, key, true);
        if (fate == Fate.IS_FORGOTTEN) {
            BackupTable.forget(connection, key);
        }
        if (!BackupTable.isDeleted(connection, key)) {
            // Otherwise somebody has deleted it meanwhile, and its row goes next time.
            BackupWatch.remove(connection, key);
        }
        return fate;
    }

    private static void hold(Connection connection, BackupKey key) throws SQLException {
        Sql.query(
                connection,
                "select 1 from workflow where tenant = ?"
                        + " and id = (select b.workflow from backup b where b.tenant = ? and b.id = ?) for update",
                row -> row.getInt(1),
                key.tenant().value(),
                key.tenant().value(),
                key.id());
    }

    private void deleteObjects(BackupKey key) {
        try {
            store.deleteBelow(key.folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the node stops before the objects of " + key + " are deleted");
        }
    }

    private Fate settle(Connection connection, BackupKey key) throws SQLException {
        record State(
                boolean deleted,
                boolean clearing,
                String status,
                String instance,
                Instant createdAt,
                Instant endedAt) {}
        Optional<State> found = Sql.first(
                connection,
                "select b.deleted, b.clearing, b.status, b.created_at, coalesce(w.status, 'failed') as instance,"
                        + " coalesce(w.ended_at, b.created_at) as ended_at from backup b"
                        + " left join workflow w on w.tenant = b.tenant and w.id = b.workflow"
                        + " where b.tenant = ? and b.id = ?",
                row -> new State(
                        row.getBoolean("deleted"),
                        row.getBoolean("clearing"),
                        row.getString("status"),
                        row.getString("instance"),
                        Sql.requiredInstant(row, "created_at"),
                        Sql.requiredInstant(row, "ended_at")),
                key.tenant().value(),
                key.id());
        if (found.isEmpty()) {
            return Fate.IS_CLEARED;
        }
        State state = found.get();
        boolean calm = !state.endedAt().isAfter(clock.instant().minus(config.grace()));
        boolean ended =
                calm && (state.instance().equals("failed") || state.instance().equals("cancelled"));
        if (state.deleted()) {
            boolean atRest = ended || (calm && state.instance().equals("complete"));
            return atRest ? Fate.IS_FORGOTTEN : Fate.GOES_ON;
        }
        if (state.clearing()) {
            // Begun, perhaps by a node that is gone; it may have been restarted since, and waits for this.
            return Fate.IS_CLEARED;
        }
        return switch (state.status()) {
            case "complete" -> Fate.STAYS;
            case "running" -> {
                if (ended) {
                    BackupTable.fail(connection, key, state.instance(), null, clock.instant());
                }
                yield ended ? Fate.IS_CLEARED : Fate.GOES_ON;
            }
            case "receiving" -> {
                boolean abandoned = state.createdAt().isBefore(clock.instant().minus(LONGEST_UPLOAD));
                yield abandoned && BackupTable.delete(connection, key) ? Fate.IS_FORGOTTEN : Fate.GOES_ON;
            }
            default -> ended ? Fate.IS_CLEARED : Fate.GOES_ON;
        };
    }
}
