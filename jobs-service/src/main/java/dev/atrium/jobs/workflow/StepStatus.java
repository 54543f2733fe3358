package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Where a step stands; [#COMPLETE] and [#FAILED] are final.
public enum StepStatus {
    RUNNING,
    RETRYING,
    COMPLETE,
    FAILED;

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StepStatus labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
