package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads schemas as clients write them.
public final class SchemaReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private SchemaReader() {}

    /// Whether a schema may have this name.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Why they do not make a schema; empty if they do.
    public static Optional<Verdict.Refused> fault(@Nullable String pattern, @Nullable JsonNode schema) {
        if (pattern == null) {
            return Optional.of(invalid("/pattern", "must be there"));
        }
        return PathPattern.fault(pattern)
                .map(fault -> invalid("/pattern", fault))
                .or(() -> present(schema).flatMap(ValueSchema::fault).map(fault -> invalid("/schema", fault)));
    }

    /// @param pattern of the paths that are meant
    /// @param schema null if values may be anything
    /// @param conflict null for the usual one
    public static ObjectSchema read(String pattern, @Nullable JsonNode schema, @Nullable String conflict) {
        return new ObjectSchema(
                pattern,
                present(schema).map(JsonNode::toString).orElse(null),
                conflict == null ? ConflictResolvers.DEFAULT : conflict);
    }

    private static Optional<JsonNode> present(@Nullable JsonNode schema) {
        return schema == null || schema.isNull() ? Optional.empty() : Optional.of(schema);
    }

    private static Verdict.Refused invalid(String pointer, String what) {
        return Verdict.Refused.at(ProblemType.INVALID_REQUEST, pointer, what);
    }
}
