package dev.atrium.jobs.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Leaves the workflow's method, which will be run again: to wait, or because this run may not go on. An [Error], so
/// that a method that catches exceptions around its steps does not catch it.
final class Halt extends Error {

    private static final long serialVersionUID = 1L;

    private final transient Why why;

    private Halt(Why why, @Nullable Throwable cause) {
        super("halted", cause, false, false);
        this.why = why;
    }

    /// Why the method is left.
    sealed interface Why {

        /// Nothing can be done before the given time, unless an event or a child's end comes first.
        record Until(Instant time) implements Why {}

        /// The instance waits, and it is stored until when.
        record Waiting() implements Why {}

        /// The run no longer counts.
        record Replaced() implements Why {}

        /// The database or the object store is away.
        record Fault(Exception fault) implements Why {}
    }

    static Halt until(Instant time) {
        return new Halt(new Why.Until(time), null);
    }

    static Halt until(Instant time, Throwable cause) {
        return new Halt(new Why.Until(time), cause);
    }

    static Halt waiting() {
        return new Halt(new Why.Waiting(), null);
    }

    static Halt replaced() {
        return new Halt(new Why.Replaced(), null);
    }

    static Halt fault(Exception fault) {
        return new Halt(new Why.Fault(fault), fault);
    }

    Why why() {
        return why;
    }

    /// One for two that happened at the same time.
    Halt and(Halt other) {
        return switch (why) {
            case Why.Until mine ->
                other.why instanceof Why.Until theirs && !theirs.time().isBefore(mine.time()) ? this : other;
            case Why.Waiting _, Why.Replaced _, Why.Fault _ -> this;
        };
    }
}
