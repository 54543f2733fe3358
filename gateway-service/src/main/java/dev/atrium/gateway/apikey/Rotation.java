package dev.atrium.gateway.apikey;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a key is to be rotated.
///
/// @param overlapSeconds how long former secrets still work, at most 30 days; 0 ends them at once;
///     absent: a day
public record Rotation(@Min(0) @Max(2_592_000) @Nullable Integer overlapSeconds) {

    static final Rotation UNSPECIFIED = new Rotation(null);

    private static final Duration OVERLAP_DEFAULT = Duration.ofDays(1);

    Duration overlap() {
        return overlapSeconds == null ? OVERLAP_DEFAULT : Duration.ofSeconds(overlapSeconds);
    }
}
