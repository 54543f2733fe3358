package dev.atrium.jobs.workflow;

/// What became of a [Start].
public sealed interface Started {

    /// The instance is new and will run.
    record New(WorkflowView instance) implements Started {}

    /// It had been started before, with the same type and input; perhaps by somebody else.
    record Before(WorkflowView instance) implements Started {}

    /// The tenant has another instance with this id.
    record Conflict() implements Started {}

    /// Nothing was started: the subject has as many instances of the type that have not ended as one may
    /// have ([Workflow#mostOpen]).
    record Full(int most) implements Started {}
}
