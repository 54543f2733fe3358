package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether jobs of a class begin in the installation.
///
/// @param pausedBy subject of who paused it for all tenants; null: it is not paused
public record ClassPause(
        @JsonProperty("class") String jobClass,
        @Nullable String pausedBy,
        @Nullable Instant pausedAt) {}
