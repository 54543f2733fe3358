package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a job stands.
public enum JobState {
    QUEUED,
    RUNNING,
    RETRYING,
    /// It is not begun because its class is paused for its tenant.
    PAUSED,
    DONE,
    /// It was given up; it can be replayed or discarded.
    DEAD,
    CANCELLED,
    /// It was dead, and nobody wants it any more.
    DISCARDED;

    /// Whether it may run.
    boolean isOpen() {
        return switch (this) {
            case QUEUED, RUNNING, RETRYING -> true;
            case PAUSED, DONE, DEAD, CANCELLED, DISCARDED -> false;
        };
    }

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<JobState> labelled(String label) {
        return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst();
    }
}
