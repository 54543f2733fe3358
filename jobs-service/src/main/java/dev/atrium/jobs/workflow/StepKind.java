package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What a step is.
public enum StepKind {
    /// It does something.
    RUN,
    /// It waits for a time.
    SLEEP,
    /// It waits for an event.
    EVENT,
    /// It waits for another instance.
    CHILD;

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StepKind labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
