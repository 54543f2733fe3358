package dev.atrium.gateway.edge;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// When things happen, in whole milliseconds: the database keeps no nanoseconds, and what is answered at once must be
/// what is read later.
public final class Timestamps {

    private Timestamps() {}

    public static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
