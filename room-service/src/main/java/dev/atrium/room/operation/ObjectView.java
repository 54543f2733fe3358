package dev.atrium.room.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An object as clients see it.
///
/// @param version sequence number of the event that made it so; 0 if it was never there
/// @param removed true if it is not there; absent otherwise
/// @param value any JSON; absent if it is not there
/// @param by who made it so; absent if it was never there
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObjectView(
        String path,
        long version,
        @Nullable Boolean removed,

        @JsonRawValue @Schema(implementation = JsonNode.class) @Nullable
        String value,

        @Nullable Actor by,
        @Nullable Instant at) {

    public static ObjectView of(RoomObject object) {
        return new ObjectView(
                object.path(),
                object.version(),
                object.isRemoved() ? true : null,
                object.json(),
                object.by(),
                object.at());
    }

    /// What operations made.
    public static List<ObjectView> of(OperationsApplied applied) {
        return applied.changes().stream()
                .map(change -> of(
                        new RoomObject(change.path(), change.json(), applied.sequence(), applied.by(), applied.at())))
                .toList();
    }

    /// An object that may be absent.
    public static ObjectView of(String path, Optional<RoomObject> object) {
        return object.map(ObjectView::of).orElseGet(() -> absent(path));
    }

    /// Where nothing was ever.
    static ObjectView absent(String path) {
        return new ObjectView(path, 0, true, null, null, null);
    }
}
