package dev.atrium.jobs.workflow;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The steps of one workflow instance, as its method sees them. To be used by the method's own thread, one step at a
/// time, never inside of another step.
///
/// A finished step is not run again, whatever happens; a step that was interrupted by a crash is, so what it does
/// outside of our database must be idempotent. A step that fails is retried by its [StepPolicy]; in between, the
/// instance holds no thread, and neither does it while a step waits. Never catch [Error] around a step: the engine
/// stops the method by one.
public interface Steps {

    WorkflowKey workflow();

    /// On whose behalf the instance runs.
    String subject();

    /// The same steps, under another policy.
    Steps with(StepPolicy policy);

    /// @param name unique within the workflow, never changes
    /// @param as how the result is read back from JSON, of which it may have 16 MiB, as configured
    /// @throws StepFailedException if the step failed for good
    <T> T run(String name, Class<T> as, Action<T> action);

    /// @throws StepFailedException if the step failed for good
    void run(String name, Effect effect);

    /// A step that writes to our own database, in the transaction that also remembers that it is finished: it has its
    /// effect exactly once.
    ///
    /// @throws StepFailedException if the step failed for good
    void write(String name, Write write);

    /// Steps that run at the same time, 8 at most; each is retried for itself. The method goes on when all have
    /// ended.
    ///
    /// @param actions by the name of their step, always in the same order
    /// @return the results, in this order
    /// @throws StepFailedException if one failed for good: that of the first in this order
    <T> List<T> parallel(Class<T> as, SequencedMap<String, Action<T>> actions);

    /// Goes on after the duration, counted from when the method first came here, plus pauses of the instance.
    void sleep(String name, Duration duration);

    /// Goes on at the time, plus pauses of the instance that come before; at once if it has passed.
    void sleepUntil(String name, Instant time);

    /// Waits for the event with the step's name. One that came before is there at once: an event happens once per
    /// instance and is kept.
    ///
    /// @param as how the event's payload is read from JSON
    /// @return empty if it did not come in time
    /// @throws StepFailedException if its payload cannot be read as that
    <T> Optional<Signal<T>> waitFor(String name, Class<T> as, Duration timeout);

    /// Starts another workflow on behalf of the same subject, and waits until it has ended. It is cancelled with this
    /// one; it can be paused and watched by itself, as `<id of this instance>.<name>`.
    ///
    /// @param type of a known workflow, also this one
    /// @param input a record of that workflow's input type
    /// @param as how its result is read back from JSON
    /// @throws StepFailedException if it failed or was cancelled
    <T> T child(String name, String type, Object input, Class<T> as);

    /// What a step does. Throws [dev.atrium.jobs.retry.NonRetryableException] if it would fail the same way again;
    /// any other exception is retried.
    @FunctionalInterface
    interface Action<T> {
        T run() throws Exception;
    }

    /// An [Action] without a result.
    @FunctionalInterface
    interface Effect {
        void run() throws Exception;
    }

    /// Work in the step's transaction, which sees the instance's tenant.
    @FunctionalInterface
    interface Write {
        void on(Connection connection) throws Exception;
    }
}
