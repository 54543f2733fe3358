package dev.atrium.room.checkpoint;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Something that somebody did in a room, as clients see it (RM-15).
///
/// @param sequence its number within the room
/// @param type for example `message-edited`
/// @param subject what it was about, for example a message's id; absent if that is the room
/// @param summary what more can be told of it, by type
public record Activity(
        String roomId,
        long sequence,
        Instant at,
        String type,
        Actor actor,
        @Nullable String subject,

        @JsonRawValue @Schema(implementation = JsonNode.class)
        String summary) {}
