package dev.atrium.room.http.access;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.access.Lifetime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// When something ends, as bodies say it in `expiresAt`.
final class Expiry {

    private Expiry() {}

    /// @param time null if it does not end by itself
    /// @return as precise as it is kept
    /// @throws ProblemException if it is over, or too far away
    static @Nullable Instant of(@Nullable Instant time, Instant now) {
        if (time == null) {
            return null;
        }
        if (!Lifetime.mayEnd(time, now)) {
            throw ProblemException.invalidProperty("/expiresAt", "must be in the future, within ten years");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
