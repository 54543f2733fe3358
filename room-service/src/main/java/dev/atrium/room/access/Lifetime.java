package dev.atrium.room.access;

import java.time.Duration;
import java.time.Instant;

/// How long what somebody is given, or is kept from, may last.
public final class Lifetime {

    private static final Duration LONGEST = Duration.ofDays(3_660);

    private Lifetime() {}

    /// Whether something that begins now may end then: in the future, within ten years.
    public static boolean mayEnd(Instant end, Instant now) {
        return end.isAfter(now) && !end.isAfter(now.plus(LONGEST));
    }
}
