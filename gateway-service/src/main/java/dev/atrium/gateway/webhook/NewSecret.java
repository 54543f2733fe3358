package dev.atrium.gateway.webhook;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the secret of a source is to be replaced.
///
/// @param secret the new one; absent: it is made here
/// @param overlapSeconds how long former secrets still fit, at most 30 days; absent: a day
public record NewSecret(
        @Nullable String secret,
        @Min(0) @Max(2_592_000) @Nullable Integer overlapSeconds) {

    static final NewSecret UNSPECIFIED = new NewSecret(null, null);

    private static final Duration OVERLAP_DEFAULT = Duration.ofDays(1);

    Duration overlap() {
        return overlapSeconds == null ? OVERLAP_DEFAULT : Duration.ofSeconds(overlapSeconds);
    }

    /// Does not show the secret.
    @Override
    public String toString() {
        return "NewSecret[" + overlapSeconds + "]";
    }
}
