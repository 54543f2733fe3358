package dev.atrium.room.tinybase;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one store says to another.
///
/// Ids are those of a request and its answer; announcements carry one of no meaning, or none.
public sealed interface Message {

    /// @param body its form depends on the question, [MessageReader] reads it
    record Response(@Nullable String id, String body) implements Message {}

    /// A response that was read already, see [Conversation#understand].
    ///
    /// @param reply null if it is not valid
    record Understood(String request, @Nullable Reply reply) implements Message {}

    record GetContentHashes(@Nullable String id) implements Message {}

    record Hashes(@Nullable String id, ContentHashes hashes) implements Message {}

    record ContentDiff(@Nullable String id, Changes changes) implements Message {}

    record GetTableDiff(@Nullable String id, Map<String, Integer> tables) implements Message {}

    record GetRowDiff(@Nullable String id, Map<String, Map<String, Integer>> rows) implements Message {}

    record GetCellDiff(@Nullable String id, Map<String, Map<String, Map<String, Integer>>> cells) implements Message {}

    record GetValueDiff(@Nullable String id, Map<String, Integer> values) implements Message {}
}
