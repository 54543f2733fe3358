package dev.atrium.jobs.inbound;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How fast a source may have things done, whatever comes of it at once: so many, and then one in a
/// while. What comes faster waits, up to a bound. It is the generic cell rate algorithm; pure.
final class Pace {

    /// What one uses up.
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /// How many are done at once, as their time.
    static final Duration BURST = Duration.ofSeconds(30);

    /// How long one waits at most.
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private Pace() {}

    /// @param at when it is done
    /// @param until the time that the source has used up by then
    record Turn(Instant at, Instant until) {}

    /// @param until the time that the source has used up so far
    /// @return empty if too many wait
    static Optional<Turn> next(Instant until, Instant now) {
        Instant from = until.isAfter(now) ? until : now;
        Instant allowed = from.minus(BURST);
        Instant at = allowed.isAfter(now) ? allowed : now;
        return at.isAfter(now.plus(PATIENCE)) ? Optional.empty() : Optional.of(new Turn(at, from.plus(INTERVAL)));
    }
}
