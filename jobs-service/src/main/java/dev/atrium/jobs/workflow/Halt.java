package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Next;
import org.jspecify.annotations.Nullable;

/// Leaves the workflow's method, which will be run again: to wait, or because this run may not go on. An [Error], so
/// that a method that catches exceptions around its steps does not catch it.
final class Halt extends Error {

    private static final long serialVersionUID = 1L;

    private final transient Next next;

    Halt(Next next) {
        this(next, null);
    }

    Halt(Next next, @Nullable Throwable cause) {
        super("halted", cause, false, false);
        this.next = next;
    }

    Next next() {
        return next;
    }
}
