package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// An operation whose author saw another version than the newest.
///
/// @param present the object's value now; null if there is none
/// @param version of it; 0 if it was never there
/// @param base what the author saw
public record Conflict(Operation operation, @Nullable JsonNode present, long version, Base base) {

    /// What a room knows of an earlier version.
    public sealed interface Base {

        /// @param value null if there was none
        record Known(@Nullable JsonNode value) implements Base {}

        /// It is not in memory any more.
        record Forgotten() implements Base {}
    }
}
