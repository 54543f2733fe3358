package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Forgets instances of all tenants that ended long ago, with their steps, events, history and what they keep in the
/// object store: parents first, so that no parent looks for a child in vain.
@ApplicationScoped
public class WorkflowPurge implements Chore {

    private static final Logger LOG = Logger.getLogger(WorkflowPurge.class);
    private static final int CHUNK = 500;

    private final DataSource dataSource;
    private final WorkflowTypes types;
    private final Results results;
    private final WorkflowConfig config;
    private final InstantSource clock;

    WorkflowPurge(
            DataSource dataSource, WorkflowTypes types, Results results, WorkflowConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.types = types;
        this.results = results;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "workflow-purge";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException, InterruptedException {
        Instant limit = clock.instant().minus(config.keepEnded());
        Set<WorkflowKey> later = new HashSet<>();
        boolean more = true;
        while (more) {
            int forgotten = 0;
            for (WorkflowKey key : ended(limit, CHUNK + later.size())) {
                if (!later.contains(key)) {
                    forgotten += forgetOrLater(key, limit, later) ? 1 : 0;
                }
            }
            more = forgotten > 0;
        }
    }

    /// One whose objects cannot be deleted keeps no other.
    private boolean forgetOrLater(WorkflowKey key, Instant limit, Set<WorkflowKey> later)
            throws SQLException, InterruptedException {
        try {
            return forget(key, limit);
        } catch (StoreUnavailableException e) {
            LOG.warnf("job=%s is not forgotten yet, and is tried again: error=%s", key, e.getMessage());
            later.add(key);
            return false;
        }
    }

    private List<WorkflowKey> ended(Instant limit, int most) throws SQLException {
        return TenantConnections.inTransaction(
                dataSource,
                connection -> Sql.query(
                        connection,
                        "select tenant, id from ended_workflows(?, ?, ?)",
                        row -> new WorkflowKey(new TenantId(row.getString("tenant")), row.getString("id")),
                        limit,
                        connection.createArrayOf("text", types.forgotten().toArray()),
                        most));
    }

    /// While its objects go the instance is marked: nobody restarts it, and while its row is there nobody can begin
    /// another one under its id. Whoever comes after a node that was killed meanwhile goes on.
    ///
    /// @return false if somebody else holds it, or it has not ended any more
    private boolean forget(WorkflowKey key, Instant limit) throws SQLException, InterruptedException {
        Optional<Boolean> objects = TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            Optional<Boolean> marked = WorkflowTable.markForgotten(connection, key, limit);
            if (marked.isPresent() && !marked.get()) {
                WorkflowTable.delete(connection, key);
            }
            return marked;
        });
        if (objects.isPresent() && objects.get()) {
            results.delete(key);
            TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
                WorkflowTable.delete(connection, key);
                return key;
            });
        }
        return objects.isPresent();
    }
}
