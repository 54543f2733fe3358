package dev.atrium.jobs.workflow;

import java.sql.Connection;

/// The steps of one workflow instance, as its method sees them. To be used by the method's own thread, one step at a
/// time, never inside of another step.
///
/// A finished step is not run again, whatever happens; a step that was interrupted by a crash is, so what it does
/// outside of our database must be idempotent. A step that fails is retried by its [StepPolicy]; in between, the
/// instance holds no thread. Never catch [Error] around a step: the engine stops the method by one.
public interface Steps {

    WorkflowKey workflow();

    /// The same steps, under another policy.
    Steps with(StepPolicy policy);

    /// @param name unique within the workflow, never changes
    /// @param as how the result is read back from JSON, of which it may have 1 MiB
    /// @throws StepFailedException if the step failed for good
    <T> T run(String name, Class<T> as, Action<T> action);

    /// @throws StepFailedException if the step failed for good
    void run(String name, Effect effect);

    /// A step that writes to our own database, in the transaction that also remembers that it is finished: it has its
    /// effect exactly once.
    ///
    /// @throws StepFailedException if the step failed for good
    void write(String name, Write write);

    /// What a step does. Throws [dev.atrium.jobs.retry.NonRetryableException] if it would fail the same way again; any
    /// other exception is retried.
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
