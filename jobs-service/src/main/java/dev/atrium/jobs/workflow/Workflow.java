package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/// A workflow: a plain method whose finished steps are remembered (JB-2). Every bean of this type is
/// found by the engine.
///
/// The method is run again from its beginning after each pause, retry and crash, and gets the stored
/// results of the steps that are finished. So all that it decides must follow from its input and from
/// results of steps: no clock, no randomness, no look-ups outside of steps; names of steps are unique
/// within it and never change.
///
/// @param <I> a record that JSON can carry
public interface Workflow<I> {

    /// Never changes: instances are stored under it.
    String type();

    /// An instance keeps the version that it was started with; new ones get the highest. Raise it in a
    /// second class when a change would bring other steps, or another order of steps, and keep the
    /// older class until no instance of it is left.
    default int version() {
        return 1;
    }

    /// Refuses who may not start it, by request or by a schedule.
    ///
    /// @throws ProblemException `forbidden`
    default void check(Caller caller) {}

    /// Whether schedules may start it. Not what would reach strangers again and again.
    default boolean isSchedulable() {
        return true;
    }

    /// Whether the owner is notified when an instance is complete. It always is when one has failed.
    default boolean isToldWhenComplete() {
        return true;
    }

    /// Whether its instances are forgotten when they ended long ago. Not where one would be started again by an old
    /// event, or something else refers to them.
    default boolean isForgotten() {
        return true;
    }

    /// How many instances that have not ended one person may have in a tenant; what would be one more is not
    /// started. At least 1.
    default int mostOpen() {
        return Integer.MAX_VALUE;
    }

    /// How many instances run at the same time on one node. Fewer than [WorkflowConfig#concurrency] where
    /// a run lasts long, so that others find a place. At least 1.
    default int concurrency() {
        return Integer.MAX_VALUE;
    }

    Class<I> inputType();

    /// Reads what a request gave as `input`.
    ///
    /// @throws ProblemException `invalid-request` with pointers below `/input`
    I parse(JsonNode input);

    /// The id of an instance that is started without one: the same for the same input, where to start it
    /// again means the same instance; a new one each time where it means another.
    String instanceId(I input);

    /// @return the result, shown to the owner; null if there is none
    /// @throws StepFailedException if a step failed for good and that is not dealt with: the instance
    ///     is failed
    @Nullable
    Object run(Steps steps, I input);
}
