package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Deadline;
import dev.atrium.jobs.lane.Next;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The steps of one run of one instance: gives back what is finished, tries what is not, and remembers how it ended.
final class StepRun implements Steps {

    private static final Logger LOG = Logger.getLogger(StepRun.class);
    private static final int MAX_RESULT_BYTES = 1 << 20;

    /// What all policies' views of one run share.
    ///
    /// @param before the steps as they were when the run began
    /// @param used names of the steps that this run has come to
    /// @param stopping whether the node goes down
    private record Shared(
            StepStore store,
            Map<String, StepTable.Stored> before,
            Set<String> used,
            BooleanSupplier stopping,
            Thread owner) {}

    private final Shared shared;
    private final StepPolicy policy;
    private final RandomGenerator random = RandomGenerator.getDefault();

    private StepRun(Shared shared, StepPolicy policy) {
        this.shared = shared;
        this.policy = policy;
    }

    /// Steps for the calling thread.
    static Steps of(
            StepStore store, Map<String, StepTable.Stored> before, BooleanSupplier stopping, StepPolicy policy) {
        return new StepRun(new Shared(store, before, new HashSet<>(), stopping, Thread.currentThread()), policy);
    }

    @Override
    public WorkflowKey workflow() {
        return shared.store().key();
    }

    @Override
    public Steps with(StepPolicy other) {
        return new StepRun(shared, other);
    }

    @Override
    public <T> T run(String name, Class<T> as, Action<T> action) {
        StepTable.Stored done = doneBefore(name);
        if (done != null) {
            return Json.read(String.valueOf(done.result()), as);
        }
        int attempt = begin(name);
        String result = attempt(name, attempt, () -> json(action.run()));
        shared.store().complete(name, attempt, result);
        return Json.read(result, as);
    }

    @Override
    public void run(String name, Effect effect) {
        if (doneBefore(name) == null) {
            int attempt = begin(name);
            attempt(name, attempt, () -> {
                effect.run();
                return name;
            });
            shared.store().complete(name, attempt, null);
        }
    }

    @Override
    public void write(String name, Write write) {
        if (doneBefore(name) == null) {
            int attempt = begin(name);
            attempt(name, attempt, () -> {
                shared.store().write(name, attempt, write);
                return name;
            });
        }
    }

    /// @return null if the step is to be tried now
    private StepTable.@Nullable Stored doneBefore(String name) {
        if (Thread.currentThread() != shared.owner() || !shared.used().add(name)) {
            throw new IllegalStateException("step " + name + " is run inside of another step, or twice");
        }
        StepTable.Stored before = shared.before().get(name);
        if (before == null) {
            return null;
        }
        return switch (before.status()) {
            case COMPLETE -> before;
            case FAILED -> throw new StepFailedException(name, String.valueOf(before.error()));
            case RETRYING -> {
                waitFor(before.nextAttemptAt());
                yield null;
            }
            case RUNNING -> null;
        };
    }

    private void waitFor(@Nullable Instant at) {
        if (at != null && at.isAfter(clock().instant())) {
            throw new Halt(new Next.At(at));
        }
    }

    private int begin(String name) {
        if (shared.stopping().getAsBoolean()) {
            throw new Halt(new Next.At(clock().instant()));
        }
        int attempt = shared.store().begin(name);
        if (attempt > policy.maxAttempts()) {
            throw failed(name, attempt, "gave up: " + (attempt - 1) + " attempts did not end");
        }
        return attempt;
    }

    private <T> T attempt(String name, int attempt, Callable<T> work) {
        try {
            return Deadline.call(policy.timeout(), work);
        } catch (InterruptedException e) {
            shared.store().giveBack(name, attempt);
            throw new Halt(new Next.At(clock().instant()), e);
        } catch (TimeoutException _) {
            throw again(
                    name, attempt, "it did not end within " + policy.timeout().toMillis() + " ms", null);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Halt halt -> throw halt;
                case NonRetryableException refused -> throw failed(name, attempt, refused.getMessage());
                case RetryableException later -> throw again(name, attempt, String.valueOf(later.getMessage()), null);
                case null, default -> throw again(name, attempt, "an internal error", e.getCause());
            }
        }
    }

    /// What leaves the method until the next attempt.
    ///
    /// @param cause for the log; null where the reason says it all
    /// @throws StepFailedException if there is none
    private Halt again(String name, int attempt, String reason, @Nullable Throwable cause) {
        Instant now = clock().instant();
        Instant at = policy.again(attempt, now, random).orElse(null);
        LOG.warnf(
                cause,
                "object=%s step=%s failed in attempt %d, %s: %s",
                workflow(),
                name,
                attempt,
                at == null ? "which was the last" : "next at " + at,
                reason);
        if (at == null) {
            throw failed(name, attempt, "gave up after " + attempt + " attempts: " + reason);
        }
        shared.store().retry(name, attempt, reason, at);
        return new Halt(new Next.At(at));
    }

    private StepFailedException failed(String name, int attempt, @Nullable String reason) {
        String shown = String.valueOf(reason);
        shared.store().fail(name, attempt, shown);
        return new StepFailedException(name, shown);
    }

    private InstantSource clock() {
        return shared.store().clock();
    }

    private static String json(Object result) {
        String json = Json.write(result);
        if (json.getBytes(StandardCharsets.UTF_8).length > MAX_RESULT_BYTES) {
            throw new NonRetryableException("its result is larger than 1 MiB");
        }
        return json;
    }
}
