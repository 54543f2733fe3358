package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/workflow/start`.
///
/// @param type of a known workflow
/// @param id of the new instance; if absent it follows from the input
/// @param input as the workflow's type wants it
public record StartRequest(
        @Nullable String type,
        @Nullable String id,
        @Nullable JsonNode input) {}
