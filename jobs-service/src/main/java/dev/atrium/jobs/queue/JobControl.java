package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Changes jobs from outside. Each method works in the connection's transaction and locks the jobs that it changes,
/// as everything does that decides when a job runs.
@ApplicationScoped
class JobControl {

    /// How many jobs [#unpark] takes at most.
    static final int BATCH = 5_000;

    /// How many jobs one request replays at most.
    static final int MOST_AT_ONCE = 200;

    private static final Logger LOG = Logger.getLogger(JobControl.class);

    private final JobHandlers handlers;
    private final InstantSource clock;

    JobControl(JobHandlers handlers, InstantSource clock) {
        this.handlers = handlers;
        this.clock = clock;
    }

    /// @param actor subject of who asks for it
    /// @return false if that cannot be asked of the job as it is
    boolean command(Connection connection, JobKey key, JobCommand command, String actor) throws SQLException {
        JobTable.Due job = JobTable.lock(connection, key).orElseThrow();
        if (command instanceof JobCommand.Replay replay
                && replay.idempotencyKey() != null
                && replay.idempotencyKey().equals(job.replayKey())) {
            return true;
        }
        Optional<JobState> wanted = command.makesOf(job.state());
        if (wanted.isEmpty() || (wanted.get().isOpen() && job.isForgotten())) {
            return false;
        }
        if (wanted.get() == job.state()) {
            return true;
        }
        apply(connection, key, job, command, clock.instant());
        ActionTable.insert(connection, key, command.label(), actor, clock.instant());
        LOG.infof("job=%s actor=%s asked: %s", key, actor, command.label());
        return true;
    }

    private void apply(Connection connection, JobKey key, JobTable.Due job, JobCommand command, Instant now)
            throws SQLException {
        switch (command) {
            case JobCommand.Cancel _ -> {
                close(connection, key, job, JobState.CANCELLED, now);
                Lane.remove(connection, job.jobClass(), key.toString());
            }
            case JobCommand.Discard _ -> close(connection, key, job, JobState.DISCARDED, now);
            case JobCommand.Retry _ -> {
                JobTable.requeue(connection, key, job.state() != JobState.RETRYING);
                if (job.state() == JobState.RETRYING) {
                    // A node may just have picked it: then it runs anyway, and once.
                    Lane.hasten(connection, job.jobClass(), key.toString(), now);
                } else {
                    Turns.schedule(connection, job.jobClass(), List.of(key.toString()), Turns.Urgency.NORMAL, now);
                }
            }
            case JobCommand.Replay replay -> {
                JobTable.requeue(connection, key, true);
                JobTable.replayed(connection, key, replay.payload(), replay.idempotencyKey());
                Turns.schedule(connection, job.jobClass(), List.of(key.toString()), replay.urgency(), now);
            }
        }
    }

    private void close(Connection connection, JobKey key, JobTable.Due job, JobState state, Instant now)
            throws SQLException {
        JobTable.close(connection, key, state, now);
        if (!handlers.showsPayload(job.type())) {
            JobTable.forgetPayload(connection, key);
        }
    }

    /// Replays jobs of the filter, the oldest first.
    ///
    /// @return how many; fewer than [#MOST_AT_ONCE]: all
    int replayAll(Connection connection, JobFilter filter, JobCommand.Replay replay, String actor) throws SQLException {
        List<UUID> dead = JobTable.lock(connection, filter, replay.idempotencyKey(), MOST_AT_ONCE);
        for (UUID id : dead) {
            command(connection, new JobKey(filter.tenant(), id), replay, actor);
        }
        return dead.size();
    }

    /// Lets none of the tenant's jobs of the class begin; those that run go on.
    void pause(Connection connection, TenantId tenant, JobClass jobClass, String actor) throws SQLException {
        PauseTable.insert(connection, tenant, jobClass, actor, clock.instant());
        LOG.infof("tenant=%s actor=%s paused jobs of class %s", tenant, actor, jobClass.label());
    }

    /// Lets jobs of the class begin again; then [#unpark] brings back those that would have begun
    /// meanwhile.
    void resume(Connection connection, TenantId tenant, JobClass jobClass, String actor) throws SQLException {
        PauseTable.delete(connection, tenant, jobClass);
        LOG.infof("tenant=%s actor=%s resumed jobs of class %s", tenant, actor, jobClass.label());
    }

    /// Schedules jobs that came to run while their class was paused, the oldest first; none if it is paused
    /// again.
    ///
    /// @return how many; fewer than [#BATCH]: all
    int unpark(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        if (PauseTable.holds(connection, tenant, jobClass)) {
            return 0;
        }
        List<String> executions = JobTable.unpark(connection, tenant, jobClass, BATCH).stream()
                .map(id -> new JobKey(tenant, id).toString())
                .toList();
        Turns.schedule(connection, jobClass.label(), executions, Turns.Urgency.NORMAL, clock.instant());
        return executions.size();
    }
}
