package dev.atrium.platform.limit;

import java.time.Duration;

/// How much of a quota is left.
///
/// @param left how much may still be used at once
/// @param more in how long there is more, in whole seconds; zero if nothing is used
/// @param retryAfter in how long the charge will be allowed, in whole seconds; zero unless this quota
///     refused it
public record Standing(Charge charge, long left, Duration more, Duration retryAfter) {

    /// Whether this quota is why the charges were refused.
    public boolean isViolated() {
        return !retryAfter.isZero();
    }
}
