package dev.atrium.jobs.workflow;

/// What became of an event that was sent to an instance.
public enum Signalled {
    /// It is kept, for the step that waits for it or will.
    KEPT,
    /// The same was sent before.
    BEFORE,
    /// Another event of this name was sent before; an event happens once.
    CONFLICT,
    /// The instance has ended.
    ENDED,
    /// The instance was told more than it can keep.
    FULL,
    /// There is no such instance.
    UNKNOWN
}
