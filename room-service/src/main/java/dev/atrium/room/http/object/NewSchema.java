package dev.atrium.room.http.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.room.operation.SchemaReader;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/// The body that says what objects must be like.
///
/// @param pattern of the paths that are meant: `*` stands for one segment, `**` at the end for one or more
/// @param schema a JSON Schema (2020-12) without regular expressions, references to other documents and
///     recursion; at most 16 KiB; absent if values may be anything
/// @param conflict what becomes of operations with an old `base`: `reject` (the default), `overwrite` or
///     `merge`
record NewSchema(
        @NotNull String pattern,
        @Nullable JsonNode schema,
        @Nullable String conflict) {

    /// @throws ProblemException if it is not valid
    ObjectSchema read() {
        SchemaReader.fault(pattern, schema).ifPresent(refused -> {
            throw ObjectResource.problem(refused);
        });
        return SchemaReader.read(pattern, schema, conflict);
    }
}
