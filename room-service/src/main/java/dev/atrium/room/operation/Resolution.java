package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What becomes of an operation whose author did not know the newest version.
public sealed interface Resolution {

    /// The object gets this value, which may still be refused because of its size or a schema.
    ///
    /// @param value null to remove the object
    record Accept(@Nullable JsonNode value) implements Resolution {}

    /// Nothing happens; the author is told what the object is like now.
    ///
    /// @param why as the end of a sentence; safe to show
    record Refuse(String why) implements Resolution {}
}
