package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a job stands. It ends in [#DONE] or [#DEAD] and then never changes again.
public enum JobState {
    QUEUED,
    RUNNING,
    RETRYING,
    DONE,
    DEAD;

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<JobState> labelled(String label) {
        return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst();
    }
}
