package dev.atrium.media.derive;

import dev.atrium.media.derive.child.Refusal;
import org.jspecify.annotations.Nullable;

/// What became of an attempt to derive from a file.
sealed interface Outcome {

    /// What could be derived is in the store.
    ///
    /// @param thumbnailBytes null if there is no thumbnail
    /// @param textBytes null if there is no text
    /// @param text the text itself; empty if there is none
    record Derived(@Nullable Long thumbnailBytes, @Nullable Long textBytes, String text) implements Outcome {

        static final Derived NOTHING = new Derived(null, null, "");
    }

    /// Nothing can be derived, however often it is tried.
    record Refused(Refusal refusal) implements Outcome {}

    /// The child broke down.
    ///
    /// @param accident for the log
    /// @param blame whose fault it may have been
    record BrokeDown(String accident, ChildFailedException.Blame blame) implements Outcome {}
}
