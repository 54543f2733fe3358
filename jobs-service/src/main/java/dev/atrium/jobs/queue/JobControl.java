package dev.atrium.jobs.queue;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.jobs.lane.Turns.Urgency;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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
    private final Payloads payloads;
    private final Audits audits;
    private final InstantSource clock;

    JobControl(JobHandlers handlers, Payloads payloads, Audits audits, InstantSource clock) {
        this.handlers = handlers;
        this.payloads = payloads;
        this.audits = audits;
        this.clock = clock;
    }

    /// What became of a command.
    private enum Asked {
        DONE,
        /// It is as it was asked to be already.
        BEFORE,
        REFUSED
    }

    /// Asks it on a caller's behalf, and tells the audit trail of what is not everyone's own business.
    ///
    /// @return false if that cannot be asked of the job as it is
    boolean command(Connection connection, JobKey key, JobCommand command, Caller who) throws SQLException {
        JobTable.Due job = JobTable.lock(connection, key).orElseThrow();
        Asked asked = ask(connection, key, command, who.subject());
        if (asked == Asked.DONE && isOthersBusiness(command, job, who)) {
            audits.add(connection, who, deed(key, command, job));
        }
        return asked != Asked.REFUSED;
    }

    private static boolean isOthersBusiness(JobCommand command, JobTable.Due job, Caller who) {
        return switch (command) {
            case JobCommand.Cancel _, JobCommand.Retry _, JobCommand.Discard _ ->
                !who.subject().equals(job.subject());
            case JobCommand.Replay _ -> true;
        };
    }

    private static Deed deed(JobKey key, JobCommand command, JobTable.Due job) {
        AuditAction action = switch (command) {
            case JobCommand.Cancel _ -> AuditAction.JOB_CANCEL;
            case JobCommand.Retry _ -> AuditAction.JOB_RETRY;
            case JobCommand.Replay _ -> AuditAction.JOB_REPLAY;
            case JobCommand.Discard _ -> AuditAction.JOB_DISCARD;
        };
        Map<String, String> detail =
                new HashMap<>(Map.of("class", job.jobClass(), "type", job.type(), "owner", job.subject()));
        if (command instanceof JobCommand.Replay replay) {
            detail.put("edited", Boolean.toString(replay.edit() != null));
        }
        return new Deed(action, key.id().toString(), detail);
    }

    /// Asks it for the suite itself, of which no trail is kept.
    ///
    /// @param actor who that is
    /// @return false if that cannot be asked of the job as it is
    boolean command(Connection connection, JobKey key, JobCommand command, String actor) throws SQLException {
        return ask(connection, key, command, actor) != Asked.REFUSED;
    }

    private Asked ask(Connection connection, JobKey key, JobCommand command, String actor) throws SQLException {
        JobTable.Due job = JobTable.lock(connection, key).orElseThrow();
        if (command instanceof JobCommand.Replay replay
                && replay.idempotencyKey() != null
                && replay.idempotencyKey().equals(job.replayKey())) {
            return Asked.BEFORE;
        }
        Optional<JobState> wanted = command.makesOf(job.state());
        if (wanted.isEmpty() || (wanted.get().isOpen() && job.isForgotten())) {
            return Asked.REFUSED;
        }
        if (wanted.get() == job.state()) {
            return Asked.BEFORE;
        }
        apply(connection, key, job, command, clock.instant());
        ActionTable.insert(connection, key, command.label(), actor, clock.instant());
        LOG.infof("job=%s actor=%s asked: %s", key, actor, command.label());
        return Asked.DONE;
    }

    private void apply(Connection connection, JobKey key, JobTable.Due job, JobCommand command, Instant now)
            throws SQLException {
        switch (command) {
            case JobCommand.Cancel _ -> {
                handlers.abandoned(connection, key, job, "its job was cancelled");
                close(connection, key, job, JobState.CANCELLED, now);
                Lane.remove(connection, job.jobClass(), key.toString());
            }
            case JobCommand.Discard _ -> close(connection, key, job, JobState.DISCARDED, now);
            case JobCommand.Retry _ -> {
                boolean waits = job.state() == JobState.RETRYING;
                boolean isLow = waits && job.isLow();
                Urgency urgency = handlers.urgency(job.type(), isLow);
                JobTable.requeue(connection, key, !waits, isLow);
                if (waits) {
                    // A node may just have picked it: then it runs anyway, and once.
                    Turns.ensure(connection, job.jobClass(), List.of(key.entry(job.subject())), urgency, now);
                } else {
                    schedule(connection, key, job, urgency, now);
                }
            }
            case JobCommand.Replay replay -> {
                String payload = replay.edit() == null ? null : payloads.replaced(connection, key, job, replay.edit());
                JobTable.requeue(connection, key, true, replay.isOneOfMany());
                JobTable.replayed(connection, key, payload, replay.idempotencyKey());
                schedule(connection, key, job, handlers.urgency(job.type(), replay.isOneOfMany()), now);
            }
        }
    }

    private static void schedule(Connection connection, JobKey key, JobTable.Due job, Urgency urgency, Instant now)
            throws SQLException {
        Turns.schedule(connection, job.jobClass(), List.of(key.entry(job.subject())), urgency, now);
    }

    private void close(Connection connection, JobKey key, JobTable.Due job, JobState state, Instant now)
            throws SQLException {
        JobTable.close(connection, key, state, now);
        if (!handlers.showsPayload(job.type())) {
            JobTable.forgetPayload(connection, key);
        }
    }

    /// Replays jobs of the filter, the oldest first; the audit trail is told of them together.
    ///
    /// @return how many; fewer than [#MOST_AT_ONCE]: all
    int replayAll(Connection connection, JobFilter filter, JobCommand.Replay replay, Caller who) throws SQLException {
        List<UUID> dead = JobTable.lock(connection, filter, replay.idempotencyKey(), MOST_AT_ONCE);
        for (UUID id : dead) {
            boolean _ = command(connection, new JobKey(filter.tenant(), id), replay, who.subject());
        }
        if (!dead.isEmpty()) {
            audits.add(connection, who, deed(filter, dead.size()));
        }
        return dead.size();
    }

    private static Deed deed(JobFilter filter, int jobs) {
        Map<String, String> detail = new HashMap<>(Map.of("jobs", Integer.toString(jobs)));
        if (filter.type() != null) {
            detail.put("type", filter.type());
        }
        if (filter.since() != null) {
            detail.put("since", filter.since().toString());
        }
        if (filter.until() != null) {
            detail.put("until", filter.until().toString());
        }
        String target = filter.jobClass() == null ? "all" : filter.jobClass();
        return new Deed(AuditAction.JOB_REPLAY_ALL, target, detail);
    }

    /// Lets none of the tenant's jobs of the class begin; those that run go on.
    void pause(Connection connection, JobClass jobClass, Caller who) throws SQLException {
        if (PauseTable.insert(connection, who.tenant(), jobClass, who.subject(), clock.instant())) {
            audits.add(connection, who, new Deed(AuditAction.QUEUE_PAUSE, jobClass.label()));
            LOG.infof("tenant=%s actor=%s paused jobs of class %s", who.tenant(), who.subject(), jobClass.label());
        }
    }

    /// Lets jobs of the class begin again; then [#unpark] brings back those that would have begun
    /// meanwhile.
    void resume(Connection connection, JobClass jobClass, Caller who) throws SQLException {
        if (PauseTable.delete(connection, who.tenant(), jobClass)) {
            audits.add(connection, who, new Deed(AuditAction.QUEUE_RESUME, jobClass.label()));
            LOG.infof("tenant=%s actor=%s resumed jobs of class %s", who.tenant(), who.subject(), jobClass.label());
        }
    }

    /// Whether the class is paused, for the tenant or for all; if it is, it stays so until the transaction
    /// ends.
    static boolean isPaused(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        return PauseTable.holds(connection, tenant, jobClass) || InstallationPauseTable.holds(connection, jobClass);
    }

    /// Schedules jobs that came to run while their class was paused, as urgent as they were, the oldest first; none if
    /// it is paused
    /// again.
    ///
    /// @return how many; fewer than [#BATCH]: all
    int unpark(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        if (isPaused(connection, tenant, jobClass)) {
            return 0;
        }
        List<JobTable.Unparked> jobs = JobTable.unpark(connection, tenant, jobClass, BATCH);
        Map<Urgency, List<Turns.Entry>> executions = jobs.stream()
                .collect(Collectors.groupingBy(
                        job -> handlers.urgency(job.type(), job.isLow()),
                        Collectors.mapping(
                                job -> new JobKey(tenant, job.id()).entry(job.subject()), Collectors.toList())));
        for (Map.Entry<Urgency, List<Turns.Entry>> some : executions.entrySet()) {
            Turns.schedule(connection, jobClass.label(), some.getValue(), some.getKey(), clock.instant());
        }
        return jobs.size();
    }
}
