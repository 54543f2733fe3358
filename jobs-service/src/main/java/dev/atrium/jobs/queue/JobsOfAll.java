package dev.atrium.jobs.queue;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What the operator does with jobs of all tenants. Each method but [#resume] is one transaction. The
/// operator's own audit trail is told of it; the tenants see in a job's actions that it was the operator.
@ApplicationScoped
class JobsOfAll {

    /// As tenants are told who it was.
    static final String OPERATOR = "operator";

    private final DataSource dataSource;
    private final JobControl control;
    private final JobQueue queue;
    private final Audits audits;
    private final InstantSource clock;

    JobsOfAll(DataSource dataSource, JobControl control, JobQueue queue, Audits audits, InstantSource clock) {
        this.dataSource = dataSource;
        this.control = control;
        this.queue = queue;
        this.audits = audits;
        this.clock = clock;
    }

    /// How much was done.
    ///
    /// @param more whether there may be more
    record Commanded(int jobs, boolean more) {}

    /// Replays jobs that were given up, the oldest first; they run behind all others of their class.
    Commanded replay(AllJobsTable.Filter filter, JobCommand.Replay replay, Caller who) throws SQLException {
        return command(filter, replay.idempotencyKey(), replay, AuditAction.JOB_REPLAY_ALL, who);
    }

    /// Puts jobs away that were given up, the oldest first.
    Commanded discard(AllJobsTable.Filter filter, Caller who) throws SQLException {
        return command(filter, null, new JobCommand.Discard(), AuditAction.JOB_DISCARD_ALL, who);
    }

    private Commanded command(
            AllJobsTable.Filter filter, @Nullable String replayKey, JobCommand command, AuditAction action, Caller who)
            throws SQLException {
        Commanded commanded = TenantConnections.inTransaction(dataSource, connection -> {
            List<JobKey> dead = AllJobsTable.dead(connection, filter, replayKey, JobControl.MOST_AT_ONCE);
            // In the order of tenants, so that two such transactions do not wait for each other.
            Map<String, List<JobKey>> byTenant = dead.stream()
                    .collect(Collectors.groupingBy(key -> key.tenant().value(), TreeMap::new, Collectors.toList()));
            int done = 0;
            for (Map.Entry<String, List<JobKey>> some : byTenant.entrySet()) {
                TenantConnections.enter(connection, new TenantId(some.getKey()));
                for (JobKey key : some.getValue()) {
                    done += control.command(connection, key, command, OPERATOR) ? 1 : 0;
                }
            }
            if (done > 0) {
                TenantConnections.enter(connection, who.tenant());
                audits.add(connection, who, deed(action, filter, done));
            }
            return new Commanded(done, dead.size() == JobControl.MOST_AT_ONCE);
        });
        queue.wakeAll();
        return commanded;
    }

    private static Deed deed(AuditAction action, AllJobsTable.Filter filter, int jobs) {
        Map<String, String> detail = new HashMap<>();
        detail.put("jobs", Integer.toString(jobs));
        detail.put("tenant", filter.tenant() == null ? "all" : filter.tenant().value());
        if (filter.type() != null) {
            detail.put("type", filter.type());
        }
        if (filter.since() != null) {
            detail.put("since", filter.since().toString());
        }
        if (filter.until() != null) {
            detail.put("until", filter.until().toString());
        }
        return new Deed(action, filter.jobClass() == null ? "all" : filter.jobClass(), detail);
    }

    /// Lets no tenant's jobs of the class begin; those that run go on.
    ClassPause pause(JobClass jobClass, Caller who) throws SQLException {
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            if (InstallationPauseTable.insert(connection, jobClass, who.subject(), clock.instant())) {
                audits.add(connection, who, ofAll(AuditAction.QUEUE_PAUSE, jobClass));
            }
            return InstallationPauseTable.find(connection, jobClass).orElseThrow();
        });
    }

    /// Lets jobs of the class begin again, with those that came to run meanwhile; what is paused for a
    /// tenant stays so. Again: the same, with those that were left behind if a node died meanwhile.
    ClassPause resume(JobClass jobClass, Caller who) throws SQLException {
        List<TenantId> parked = TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            if (InstallationPauseTable.delete(connection, jobClass)) {
                audits.add(connection, who, ofAll(AuditAction.QUEUE_RESUME, jobClass));
            }
            return AllJobsTable.withParked(connection, jobClass);
        });
        for (TenantId tenant : parked) {
            int unparked = JobControl.BATCH;
            while (unparked == JobControl.BATCH) {
                unparked = TenantConnections.inTenant(
                        dataSource, tenant, connection -> control.unpark(connection, tenant, jobClass));
                queue.wake(jobClass);
            }
        }
        return new ClassPause(jobClass.label(), null, null);
    }

    private static Deed ofAll(AuditAction action, JobClass jobClass) {
        return new Deed(action, jobClass.label(), Map.of("tenant", "all"));
    }
}
