package dev.atrium.jobs.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far something is.
///
/// @param done of `total`
/// @param note what is being done; null: nothing is said
/// @param at when it said so
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProgressView(long done, long total, @Nullable String note, Instant at) {}
