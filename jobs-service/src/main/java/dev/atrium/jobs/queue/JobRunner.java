package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Deadline;
import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Next;
import dev.atrium.jobs.trace.Traces;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Tries a job once: counts the try before it begins, so that a job that kills its node is dead in the end; runs the
/// handler; stores the outcome, unless a later try has begun meanwhile.
@ApplicationScoped
public class JobRunner {

    private static final Logger LOG = Logger.getLogger(JobRunner.class);

    private final DataSource dataSource;
    private final JobHandlers handlers;
    private final Traces traces;
    private final JobMetrics metrics;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();

    JobRunner(DataSource dataSource, JobHandlers handlers, Traces traces, JobMetrics metrics, InstantSource clock) {
        this.dataSource = dataSource;
        this.handlers = handlers;
        this.traces = traces;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// @param job as it was before
    /// @param number of the attempt that has begun
    private record Try(JobTable.Due job, int number) {}

    Next run(JobKey key, JobClass jobClass, QueueConfig.Limits limits) throws Exception {
        Optional<Try> begun = TenantConnections.inTenant(
                dataSource, key.tenant(), connection -> begin(connection, key, jobClass, limits.policy()));
        return begun.isEmpty()
                ? new Next.Settled()
                : traces.goOn(
                        "job " + begun.get().job().type(),
                        begun.get().job().traceparent(),
                        () -> attempt(key, begun.get(), limits));
    }

    /// @return empty if there is nothing to run
    private Optional<Try> begin(Connection connection, JobKey key, JobClass jobClass, RetryPolicy policy)
            throws SQLException {
        Instant now = clock.instant();
        Optional<JobTable.Due> begun = JobTable.begin(connection, key, policy.maxAttempts(), now);
        if (begun.isEmpty()) {
            holdBack(connection, key, jobClass, policy, now);
        }
        return begun.map(job -> new Try(job, job.attempts() + 1));
    }

    /// Decides what becomes of a job that does not begin now.
    private void holdBack(Connection connection, JobKey key, JobClass jobClass, RetryPolicy policy, Instant now)
            throws SQLException {
        JobTable.Due job = JobTable.lock(connection, key).orElse(null);
        if (job == null || !job.state().isOpen()) {
            Lane.remove(connection, jobClass.label(), key.toString());
        } else if (PauseTable.holds(connection, key.tenant(), jobClass)) {
            JobTable.park(connection, key);
            Lane.remove(connection, jobClass.label(), key.toString());
        } else if (job.nextAttemptAt() != null && job.nextAttemptAt().isAfter(now)) {
            Lane.schedule(connection, jobClass.label(), key.toString(), job.nextAttemptAt());
        } else if (!policy.allowsAnother(job.counted())) {
            // Only a try without an end leaves it like this.
            var verdict = new RetryPolicy.Verdict.Dead("gave up: " + job.counted() + " attempts did not end");
            JobTable.end(connection, key, job.attempts(), verdict, true, now);
            Lane.remove(connection, jobClass.label(), key.toString());
            metrics.dead(job.type());
        } else {
            // What spoke against it is gone meanwhile, as a pause that was just ended.
            Lane.schedule(connection, jobClass.label(), key.toString(), now);
        }
    }

    private Next attempt(JobKey key, Try attempt, QueueConfig.Limits limits) throws SQLException {
        Instant start = clock.instant();
        try {
            Outcome outcome = handle(key, attempt, limits.deadline());
            Instant now = clock.instant();
            int counted = attempt.number() - attempt.job().forgiven();
            RetryPolicy.Verdict verdict = limits.policy().after(outcome, counted, now, random);
            metrics.tried(attempt.job().type(), verdict, Duration.between(start, now));
            TenantConnections.inTenant(
                    dataSource, key.tenant(), connection -> end(connection, key, attempt, verdict, now));
        } catch (InterruptedException e) {
            TenantConnections.inTenant(dataSource, key.tenant(), connection -> giveBack(connection, key, attempt));
        }
        return new Next.Settled();
    }

    private Outcome handle(JobKey key, Try attempt, Duration deadline) throws InterruptedException {
        JobTable.Due due = attempt.job();
        Optional<JobHandler> handler = handlers.find(due.type());
        if (handler.isEmpty()) {
            return new Outcome.Retry("no node that knows this type of job has taken it yet");
        }
        Job job = new Job(key.tenant(), key.id(), due.subject(), due.payload(), attempt.number() - due.forgiven());
        try {
            return Deadline.call(deadline, () -> handler.get().handle(job));
        } catch (TimeoutException e) {
            LOG.warnf("job=%s did not end within %s and is tried again", key, deadline);
            return new Outcome.Retry("it did not end within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            LOG.warnf(e.getCause(), "job=%s failed in attempt %d and is tried again", key, attempt.number());
            return new Outcome.Retry("an internal error");
        }
    }

    /// Stores how the try ended, and decides when the job runs again, unless another try has begun or the job was
    /// cancelled meanwhile.
    private boolean end(Connection connection, JobKey key, Try attempt, RetryPolicy.Verdict verdict, Instant now)
            throws SQLException {
        boolean keepsPayload = handlers.showsPayload(attempt.job().type());
        if (!JobTable.end(connection, key, attempt.number(), verdict, keepsPayload, now)) {
            return false;
        }
        String lane = attempt.job().jobClass();
        switch (verdict) {
            case RetryPolicy.Verdict.Done _ -> Lane.remove(connection, lane, key.toString());
            case RetryPolicy.Verdict.Dead dead -> {
                LOG.errorf("job=%s is dead: %s", key, dead.reason());
                Lane.remove(connection, lane, key.toString());
            }
            case RetryPolicy.Verdict.Retrying retrying ->
                Lane.schedule(connection, lane, key.toString(), retrying.at());
        }
        return true;
    }

    private boolean giveBack(Connection connection, JobKey key, Try attempt) throws SQLException {
        boolean givenBack = JobTable.giveBack(connection, key, attempt.number());
        if (givenBack) {
            Lane.schedule(connection, attempt.job().jobClass(), key.toString(), clock.instant());
        }
        return givenBack;
    }
}
