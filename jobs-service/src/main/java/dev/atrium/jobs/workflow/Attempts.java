package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Deadline;
import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.web.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Does what steps do: gives back what is finished, tries what is not, and remembers how that ended.
///
/// @param afresh whether the run before has ended as it should: then steps that only write are not counted before they
///     begin, for the run is, and one that kills its node is counted from the next run on
/// @param signs whether the node goes down, and whether the instance may be somebody else's
record Attempts(
        StepStore store, Results results, Load load, WorkflowMetrics metrics, boolean afresh, Lane.Signs signs) {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    /// An attempt of a step.
    ///
    /// @param isBegun whether it is stored that it has begun
    private record Attempt(Course.Visit visit, int number, boolean isBegun) {

        String step() {
            return visit.name();
        }
    }

    <T> T result(Course.Visit visit, StepPolicy policy, Class<T> as, Steps.Action<T> action) {
        if (isDone(visit)) {
            return Json.read(String.valueOf(read(visit)), as);
        }
        Attempt attempt = begin(visit, policy);
        String result = attempt(attempt, policy, () -> carried(results.json(Json.bytes(action.run()))));
        store.complete(visit.name(), attempt.number(), keep(visit.name(), attempt.number(), policy, result));
        return Json.read(result, as);
    }

    void effect(Course.Visit visit, StepPolicy policy, Steps.Effect effect) {
        if (!isDone(visit)) {
            Attempt attempt = begin(visit, policy);
            attempt(attempt, policy, () -> {
                effect.run();
                return attempt;
            });
            store.complete(visit.name(), attempt.number(), StoredResult.NONE);
        }
    }

    void write(Course.Visit visit, StepPolicy policy, Steps.Write write) {
        if (!isDone(visit)) {
            Attempt attempt = afresh && visit.before() == null ? unbegun(visit) : begin(visit, policy);
            attempt(attempt, policy, () -> {
                if (attempt.isBegun()) {
                    store.write(visit.name(), attempt.number(), write);
                } else {
                    store.write(visit, write);
                }
                return attempt;
            });
        }
    }

    private @Nullable String read(Course.Visit visit) {
        try {
            return visit.before() == null
                    ? null
                    : load.with(
                            results.read(store.key().tenant(), visit.before().result()));
        } catch (StoreUnavailableException e) {
            throw Halt.fault(e);
        } catch (InterruptedException e) {
            throw Halt.until(clock().instant(), e);
        }
    }

    private String carried(String json) {
        load.with(json);
        return json;
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

    private Attempt begin(Course.Visit visit, StepPolicy policy) {
        goesOn();
        Attempt attempt = new Attempt(visit, store.begin(visit), true);
        if (attempt.number() > policy.maxAttempts()) {
            throw failed(attempt, "gave up: " + (attempt.number() - 1) + " attempts did not end");
        }
        return attempt;
    }

    private Attempt unbegun(Course.Visit visit) {
        goesOn();
        return new Attempt(visit, 1, false);
    }

    private void goesOn() {
        if (signs.isStopping()) {
            throw Halt.until(clock().instant());
        }
    }

    private <T> T attempt(Attempt attempt, StepPolicy policy, Callable<T> work) {
        Instant start = clock().instant();
        try {
            T result = Deadline.call(policy.timeout(), () -> signs.mayBeGone() && store.isReplaced(), work);
            tried(WorkflowMetrics.Outcome.COMPLETE, start);
            return result;
        } catch (InterruptedException e) {
            if (attempt.isBegun()) {
                store.giveBack(attempt.step(), attempt.number());
            }
            throw Halt.until(clock().instant(), e);
        } catch (CancellationException _) {
            LOG.infof(
                    "object=%s was cancelled or taken over: attempt %d of step=%s was interrupted",
                    store.key(), attempt.number(), attempt.step());
            throw Halt.replaced();
        } catch (TimeoutException _) {
            String reason = "it did not end within " + policy.timeout().toMillis() + " ms";
            throw again(counted(attempt), policy, start, new RetryableException(reason));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Halt halt -> throw halt;
                case NonRetryableException refused -> {
                    tried(WorkflowMetrics.Outcome.FAILED, start);
                    throw failed(counted(attempt), refused.getMessage());
                }
                case null, default -> throw again(counted(attempt), policy, start, e.getCause());
            }
        }
    }

    /// An attempt that has failed is stored as begun, if it is not yet: what it has written is undone.
    private Attempt counted(Attempt attempt) {
        return attempt.isBegun() ? attempt : new Attempt(attempt.visit(), store.begin(attempt.visit()), true);
    }

    /// What leaves the method until the next attempt.
    ///
    /// @throws StepFailedException if there is none
    private Halt again(Attempt attempt, StepPolicy policy, Instant start, @Nullable Throwable cause) {
        RetryableException explained = cause instanceof RetryableException retryable ? retryable : null;
        String reason = explained == null ? "an internal error" : String.valueOf(explained.getMessage());
        Instant now = clock().instant();
        Duration least = explained == null ? null : explained.after();
        Instant at = policy.again(attempt.number(), now, least, RandomGenerator.getDefault())
                .orElse(null);
        LOG.warnf(
                explained == null ? cause : null,
                "object=%s step=%s failed in attempt %d, %s: %s",
                store.key(),
                attempt.step(),
                attempt.number(),
                at == null ? "which was the last" : "next at " + at,
                reason);
        tried(at == null ? WorkflowMetrics.Outcome.FAILED : WorkflowMetrics.Outcome.RETRYING, start);
        if (at == null) {
            throw failed(attempt, "gave up after " + attempt.number() + " attempts: " + reason);
        }
        store.retry(attempt.step(), attempt.number(), reason, at);
        return Halt.until(at);
    }

    private StepFailedException failed(Attempt attempt, @Nullable String reason) {
        String shown = String.valueOf(reason);
        store.fail(attempt.step(), attempt.number(), shown);
        return new StepFailedException(attempt.step(), shown);
    }

    private void tried(WorkflowMetrics.Outcome outcome, Instant start) {
        metrics.tried(store.id().type(), outcome, Duration.between(start, clock().instant()));
    }

    private InstantSource clock() {
        return store.clock();
    }
}
