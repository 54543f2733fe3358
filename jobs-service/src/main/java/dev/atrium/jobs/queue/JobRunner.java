package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Deadline;
import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Next;
import dev.atrium.jobs.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// Tries a job once: counts the try, runs the handler, stores the outcome ([Tries]).
@ApplicationScoped
public class JobRunner {

    private static final Logger LOG = Logger.getLogger(JobRunner.class);

    private final Tries tries;
    private final JobHandlers handlers;
    private final Traces traces;
    private final JobMetrics metrics;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();

    JobRunner(Tries tries, JobHandlers handlers, Traces traces, JobMetrics metrics, InstantSource clock) {
        this.tries = tries;
        this.handlers = handlers;
        this.traces = traces;
        this.metrics = metrics;
        this.clock = clock;
    }

    Next run(JobKey key, JobClass jobClass, QueueConfig.Limits limits, Lane.Signs signs) throws Exception {
        Optional<JobTable.Due> begun = tries.begin(jobClass, key);
        if (begun.isPresent()) {
            JobTable.Due job = begun.get();
            traces.goOn("job " + job.type(), job.traceparent(), () -> {
                attempt(key, jobClass, job, limits, signs);
                return key;
            });
        }
        return new Next.Settled();
    }

    private void attempt(JobKey key, JobClass jobClass, JobTable.Due job, QueueConfig.Limits limits, Lane.Signs signs)
            throws SQLException {
        int attempt = job.attempts() + 1;
        Instant start = clock.instant();
        try {
            BooleanSupplier unwanted = () -> signs.mayBeGone() && !tries.isUnderWay(key, attempt);
            Outcome outcome = handle(key, job, limits.deadline(), unwanted);
            Instant now = clock.instant();
            RetryPolicy.Verdict verdict = limits.policy().after(outcome, job.counted() + 1, now, random);
            metrics.tried(job.type(), verdict, Duration.between(start, now));
            tries.end(jobClass, new Tries.Ended(key, job, attempt, verdict, now));
        } catch (InterruptedException e) {
            tries.giveBack(jobClass, key, attempt);
        } catch (CancellationException _) {
            LOG.infof("job=%s was cancelled or taken over: attempt %d was interrupted", key, attempt);
        }
    }

    private Outcome handle(JobKey key, JobTable.Due due, Duration deadline, BooleanSupplier unwanted)
            throws InterruptedException {
        Optional<JobHandler> handler = handlers.find(due.type());
        if (handler.isEmpty()) {
            return new Outcome.Retry("no node that knows this type of job has taken it yet");
        }
        Job job = new Job(key.tenant(), key.id(), due.subject(), due.payload(), due.counted() + 1);
        try {
            return Deadline.call(deadline, unwanted, () -> handler.get().handle(job));
        } catch (TimeoutException e) {
            LOG.warnf("job=%s did not end within %s and is tried again", key, deadline);
            return new Outcome.Retry("it did not end within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            LOG.warnf(e.getCause(), "job=%s failed in attempt %d and is tried again", key, due.attempts() + 1);
            return new Outcome.Retry("an internal error");
        }
    }
}
