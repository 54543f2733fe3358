package dev.atrium.jobs.worker;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A job as its worker is sent it.
///
/// @param attempt 1 at the first try
/// @param key what it is about; null if who added it did not say
/// @param source of the payload: it is read when it is sent, and in memory for that long
record Item(
        UUID id,
        int attempt,
        @Nullable String key,
        @JsonIgnore Supplier<String> source) {

    /// JSON, as it was added.
    @JsonProperty
    @JsonRawValue
    String payload() {
        return source.get();
    }
}
