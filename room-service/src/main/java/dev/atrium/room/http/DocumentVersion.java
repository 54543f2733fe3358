package dev.atrium.room.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.room.checkpoint.PastStore;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a cell or a value of a room's document was from some moment on.
///
/// @param version sequence number of the event that made it so
/// @param removed true if it was not there; absent otherwise
/// @param value absent if it was not there
/// @param by who made it so
@JsonInclude(JsonInclude.Include.NON_NULL)
record DocumentVersion(
        long version,
        @Nullable Boolean removed,

        @JsonRawValue @Schema(implementation = JsonNode.class) @Nullable
        String value,

        Actor by,
        Instant at) {

    static DocumentVersion of(PastStore.Held held) {
        return new DocumentVersion(
                held.sequence(), held.json() == null ? true : null, held.json(), held.by(), held.at());
    }
}
