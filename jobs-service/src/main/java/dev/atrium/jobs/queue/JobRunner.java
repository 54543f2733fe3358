package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Deadline;
import dev.atrium.jobs.lane.Next;
import dev.atrium.jobs.trace.Traces;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Tries a job once: counts the try before it begins, so that a job that kills its node is dead in the end; runs the
/// handler; stores the outcome, unless a later try has begun meanwhile.
@ApplicationScoped
public class JobRunner {

    private static final Logger LOG = Logger.getLogger(JobRunner.class);

    private final DataSource dataSource;
    private final Map<String, JobHandler> handlers;
    private final Traces traces;
    private final JobMetrics metrics;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();

    JobRunner(
            DataSource dataSource,
            @All List<JobHandler> handlers,
            Traces traces,
            JobMetrics metrics,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.handlers = handlers.stream()
                .collect(Collectors.toUnmodifiableMap(handler -> handler.type().name(), Function.identity()));
        this.traces = traces;
        this.metrics = metrics;
        this.clock = clock;
    }

    private sealed interface Begun {
        record Try(JobTable.Due job, int attempt) implements Begun {}

        record NotYet(Instant at) implements Begun {}

        record Over() implements Begun {}
    }

    Next run(JobKey key, QueueConfig.Limits limits) throws Exception {
        Begun begun = TenantConnections.inTenant(
                dataSource, key.tenant(), connection -> begin(connection, key, limits.policy()));
        return switch (begun) {
            case Begun.Over _ -> new Next.Finished();
            case Begun.NotYet notYet -> new Next.At(notYet.at());
            case Begun.Try attempt ->
                traces.goOn(
                        "job " + attempt.job().type(),
                        attempt.job().traceparent(),
                        () -> attempt(key, attempt, limits));
        };
    }

    private Begun begin(Connection connection, JobKey key, RetryPolicy policy) throws SQLException {
        JobTable.Due job = JobTable.lock(connection, key).orElse(null);
        Instant now = clock.instant();
        if (job == null || job.state() == JobState.DONE || job.state() == JobState.DEAD) {
            return new Begun.Over();
        }
        if (job.nextAttemptAt() != null && job.nextAttemptAt().isAfter(now)) {
            return new Begun.NotYet(job.nextAttemptAt());
        }
        if (!policy.allowsAnother(job.attempts())) {
            // Only a try without an end leaves it like this.
            var verdict = new RetryPolicy.Verdict.Dead("gave up: " + job.attempts() + " attempts did not end");
            JobTable.end(connection, key, job.attempts(), verdict, now);
            metrics.dead(job.type());
            return new Begun.Over();
        }
        JobTable.begin(connection, key, now);
        return new Begun.Try(job, job.attempts() + 1);
    }

    private Next attempt(JobKey key, Begun.Try attempt, QueueConfig.Limits limits) throws SQLException {
        Instant start = clock.instant();
        try {
            Outcome outcome = handle(key, attempt, limits.deadline());
            Instant now = clock.instant();
            RetryPolicy.Verdict verdict = limits.policy().after(outcome, attempt.attempt(), now, random);
            metrics.tried(attempt.job().type(), verdict, Duration.between(start, now));
            return end(key, attempt.attempt(), verdict, now);
        } catch (InterruptedException e) {
            return giveBack(key, attempt.attempt());
        }
    }

    private Outcome handle(JobKey key, Begun.Try attempt, Duration deadline) throws InterruptedException {
        JobTable.Due due = attempt.job();
        JobHandler handler = handlers.get(due.type());
        if (handler == null) {
            return new Outcome.Retry("no node that knows this type of job has taken it yet");
        }
        Job job = new Job(key.tenant(), key.id(), due.subject(), due.payload(), attempt.attempt());
        try {
            return Deadline.call(deadline, () -> handler.handle(job));
        } catch (TimeoutException e) {
            LOG.warnf("job=%s did not end within %s and is tried again", key, deadline);
            return new Outcome.Retry("it did not end within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            LOG.warnf(e.getCause(), "job=%s failed in attempt %d and is tried again", key, attempt.attempt());
            return new Outcome.Retry("an internal error");
        }
    }

    private Next end(JobKey key, int attempt, RetryPolicy.Verdict verdict, Instant now) throws SQLException {
        boolean ended = TenantConnections.inTenant(
                dataSource, key.tenant(), connection -> JobTable.end(connection, key, attempt, verdict, now));
        if (!ended) {
            return new Next.Settled();
        }
        return switch (verdict) {
            case RetryPolicy.Verdict.Done _ -> new Next.Finished();
            case RetryPolicy.Verdict.Dead dead -> {
                LOG.errorf("job=%s is dead: %s", key, dead.reason());
                yield new Next.Finished();
            }
            case RetryPolicy.Verdict.Retrying retrying -> new Next.At(retrying.at());
        };
    }

    private Next giveBack(JobKey key, int attempt) throws SQLException {
        boolean givenBack = TenantConnections.inTenant(
                dataSource, key.tenant(), connection -> JobTable.giveBack(connection, key, attempt));
        return givenBack ? new Next.At(clock.instant()) : new Next.Settled();
    }
}
