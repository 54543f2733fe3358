package dev.atrium.media.derive;

import dev.atrium.media.derive.child.Refusal;
import dev.atrium.media.file.StoredFile;

/// What became of an attempt to derive from a file.
sealed interface Outcome {

    /// What could be derived is in the store.
    ///
    /// @param sizes of what is there
    /// @param text the text itself; empty if there is none
    record Derived(StoredFile.Derived sizes, String text) implements Outcome {

        static final Derived NOTHING = new Derived(StoredFile.Derived.NOTHING, "");
    }

    /// Nothing can be derived, however often it is tried.
    record Refused(Refusal refusal) implements Outcome {}

    /// The child broke down.
    ///
    /// @param accident for the log
    /// @param blame whose fault it may have been
    record BrokeDown(String accident, ChildFailedException.Blame blame) implements Outcome {}
}
