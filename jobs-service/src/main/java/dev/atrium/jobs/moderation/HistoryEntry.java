package dev.atrium.jobs.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Something that happened to a message in its moderation.
///
/// @param number 1, 2, … within the item
/// @param type `found`, `reported`, `edited`, `approved`, `rejected` or `deleted`
/// @param actor who did it; absent for rules, for those who report, whom nobody learns, and for authors
/// @param reason that was given; absent if none was
/// @param detail what rules found; absent otherwise
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(
        int number,
        Instant at,
        String type,
        @Nullable Actor actor,
        @Nullable String reason,

        @JsonRawValue @Schema(implementation = JsonNode.class) @Nullable
        String detail) {}
