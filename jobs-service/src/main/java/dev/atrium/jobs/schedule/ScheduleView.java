package dev.atrium.jobs.schedule;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A schedule as the API shows it.
///
/// @param type of the workflow that it starts
/// @param subject on whose behalf
/// @param input JSON
/// @param nextAt null while it is paused
/// @param lastAt the time for which it started something last; null if it never did
/// @param lastInstance id of the instance that it started then
public record ScheduleView(
        String id,
        String type,
        String subject,

        @JsonRawValue @Schema(implementation = JsonNode.class)
        String input,

        String cron,
        String zone,
        String missed,
        boolean paused,
        @Nullable Instant nextAt,
        @Nullable Instant lastAt,
        @Nullable String lastInstance,
        Instant createdAt) {}
