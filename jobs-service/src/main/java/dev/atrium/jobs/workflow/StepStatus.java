package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Where a step stands; [#COMPLETE], [#FAILED] and [#CANCELLED] are final until the instance is restarted.
public enum StepStatus {
    RUNNING,
    RETRYING,
    /// For a time, an event or a child.
    WAITING,
    COMPLETE,
    FAILED,
    /// The instance was cancelled before the step had ended.
    CANCELLED;

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StepStatus labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
