package dev.atrium.jobs.worker;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job as its worker is sent it.
///
/// @param attempt 1 at the first try
/// @param key what it is about; null if who added it did not say
/// @param payload JSON, as it was added
record Item(
        UUID id,
        int attempt,
        @Nullable String key,
        @JsonRawValue String payload) {}
