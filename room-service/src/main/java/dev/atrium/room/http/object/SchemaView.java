package dev.atrium.room.http.object;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What some of a room's objects must be like.
///
/// @param schema a JSON Schema; absent if they may be anything
@JsonInclude(JsonInclude.Include.NON_NULL)
record SchemaView(
        String name,
        String pattern,

        @JsonRawValue @Schema(implementation = JsonNode.class) @Nullable
        String schema,

        String conflict) {

    static SchemaView of(String name, ObjectSchema schema) {
        return new SchemaView(name, schema.pattern(), schema.json(), schema.conflict());
    }
}
