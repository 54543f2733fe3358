package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Deadline;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.web.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Does what steps do: gives back what is finished, tries what is not, and remembers how that ended.
///
/// @param stopping whether the node goes down
record Attempts(StepStore store, Results results, WorkflowMetrics metrics, BooleanSupplier stopping) {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    <T> T result(Course.Visit visit, StepPolicy policy, Class<T> as, Steps.Action<T> action) {
        if (isDone(visit)) {
            return Json.read(String.valueOf(read(visit)), as);
        }
        int attempt = begin(visit, policy);
        String result = attempt(visit.name(), attempt, policy, () -> results.json(Json.bytes(action.run())));
        store.complete(visit.name(), attempt, keep(visit.name(), attempt, policy, result));
        return Json.read(result, as);
    }

    void effect(Course.Visit visit, StepPolicy policy, Steps.Effect effect) {
        if (!isDone(visit)) {
            int attempt = begin(visit, policy);
            attempt(visit.name(), attempt, policy, () -> {
                effect.run();
                return attempt;
            });
            store.complete(visit.name(), attempt, StoredResult.NONE);
        }
    }

    void write(Course.Visit visit, StepPolicy policy, Steps.Write write) {
        if (!isDone(visit)) {
            int attempt = begin(visit, policy);
            attempt(visit.name(), attempt, policy, () -> {
                store.write(visit.name(), attempt, write);
                return attempt;
            });
        }
    }

    private @Nullable String read(Course.Visit visit) {
        try {
            return visit.before() == null
                    ? null
                    : results.read(store.key().tenant(), visit.before().result());
        } catch (StoreUnavailableException e) {
            throw Halt.fault(e);
        } catch (InterruptedException e) {
            throw Halt.until(clock().instant(), e);
        }
    }

    /// While the object store is away a step is run again after its first pause, and that is no attempt of its own.
    private StoredResult keep(String name, int attempt, StepPolicy policy, String json) {
        try {
            return results.keep(store.key(), name, json);
        } catch (SQLException e) {
            throw Halt.fault(e);
        } catch (StoreUnavailableException e) {
            Instant at = clock().instant().plus(policy.backoff().delay(1, RandomGenerator.getDefault()));
            LOG.warnf(
                    "object=%s step=%s has a result that cannot be kept, it is run again at %s: error=%s",
                    store.key(), name, at, e.getMessage());
            store.giveBack(name, attempt);
            throw Halt.until(at, e);
        } catch (InterruptedException e) {
            store.giveBack(name, attempt);
            throw Halt.until(clock().instant(), e);
        }
    }

    private boolean isDone(Course.Visit visit) {
        StepTable.Stored before = visit.before();
        if (before == null) {
            return false;
        }
        return switch (before.status()) {
            case COMPLETE -> true;
            case FAILED -> throw new StepFailedException(visit.name(), String.valueOf(before.error()));
            case RETRYING -> {
                comesBackAt(before.nextAttemptAt());
                yield false;
            }
            case RUNNING, WAITING, CANCELLED -> false;
        };
    }

    private void comesBackAt(@Nullable Instant at) {
        if (at != null && at.isAfter(clock().instant())) {
            throw Halt.until(at);
        }
    }

    private int begin(Course.Visit visit, StepPolicy policy) {
        if (stopping.getAsBoolean()) {
            throw Halt.until(clock().instant());
        }
        int attempt = store.begin(visit);
        if (attempt > policy.maxAttempts()) {
            throw failed(visit.name(), attempt, "gave up: " + (attempt - 1) + " attempts did not end");
        }
        return attempt;
    }

    private <T> T attempt(String name, int attempt, StepPolicy policy, Callable<T> work) {
        Instant start = clock().instant();
        try {
            T result = Deadline.call(policy.timeout(), work);
            tried(WorkflowMetrics.Outcome.COMPLETE, start);
            return result;
        } catch (InterruptedException e) {
            store.giveBack(name, attempt);
            throw Halt.until(clock().instant(), e);
        } catch (TimeoutException _) {
            String reason = "it did not end within " + policy.timeout().toMillis() + " ms";
            throw again(name, attempt, policy, start, new RetryableException(reason, null));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Halt halt -> throw halt;
                case NonRetryableException refused -> {
                    tried(WorkflowMetrics.Outcome.FAILED, start);
                    throw failed(name, attempt, refused.getMessage());
                }
                case null, default -> throw again(name, attempt, policy, start, e.getCause());
            }
        }
    }

    /// What leaves the method until the next attempt.
    ///
    /// @throws StepFailedException if there is none
    private Halt again(String name, int attempt, StepPolicy policy, Instant start, @Nullable Throwable cause) {
        RetryableException explained = cause instanceof RetryableException retryable ? retryable : null;
        String reason = explained == null ? "an internal error" : String.valueOf(explained.getMessage());
        Instant now = clock().instant();
        Instant at = policy.again(attempt, now, RandomGenerator.getDefault()).orElse(null);
        LOG.warnf(
                explained == null ? cause : null,
                "object=%s step=%s failed in attempt %d, %s: %s",
                store.key(),
                name,
                attempt,
                at == null ? "which was the last" : "next at " + at,
                reason);
        tried(at == null ? WorkflowMetrics.Outcome.FAILED : WorkflowMetrics.Outcome.RETRYING, start);
        if (at == null) {
            throw failed(name, attempt, "gave up after " + attempt + " attempts: " + reason);
        }
        store.retry(name, attempt, reason, at);
        return Halt.until(at);
    }

    private StepFailedException failed(String name, int attempt, @Nullable String reason) {
        String shown = String.valueOf(reason);
        store.fail(name, attempt, shown);
        return new StepFailedException(name, shown);
    }

    private void tried(WorkflowMetrics.Outcome outcome, Instant start) {
        metrics.tried(store.id().type(), outcome, Duration.between(start, clock().instant()));
    }

    private InstantSource clock() {
        return store.clock();
    }
}
