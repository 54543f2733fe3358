package dev.atrium.jobs.schedule;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What becomes of times at which nothing could be started, because no node ran.
enum Missed {
    /// Nothing: the next time is the next.
    SKIP,
    /// One start makes up for all of them.
    RUN_ONCE;

    /// So late a time still counts as met: another node may have had to take over, and tens of thousands of
    /// schedules may have the same time, nine in the morning for example, and wait for each other.
    private static final Duration GRACE = Duration.ofMinutes(10);

    /// Whether to start something at this moment for a time that has come.
    boolean starts(Instant due, Instant now) {
        return this == RUN_ONCE || !now.isAfter(due.plus(GRACE));
    }

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Missed> labelled(String label) {
        return Arrays.stream(values()).filter(m -> m.label().equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Missed::label).toList();
    }
}
