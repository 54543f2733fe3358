package dev.atrium.jobs.workflow;

/// What became of a [Command].
public sealed interface Commanded {

    /// The instance is as it was asked to be.
    ///
    /// @param changed false: it was so before
    record Done(boolean changed) implements Commanded {}

    /// That cannot be asked of it.
    record Refused(WorkflowStatus present) implements Commanded {}

    /// It would be one more that has not ended than its owner may have of its type.
    record Full(int most) implements Commanded {}

    /// It has no step of the name that it was to be restarted from.
    record NoSuchStep() implements Commanded {}
}
