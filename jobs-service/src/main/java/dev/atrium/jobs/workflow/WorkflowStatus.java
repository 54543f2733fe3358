package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Where an instance stands. It ends in [#COMPLETE] or [#FAILED] and then never changes again.
public enum WorkflowStatus {
    QUEUED,
    RUNNING,
    COMPLETE,
    FAILED;

    /// As in the API, in events and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static WorkflowStatus labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
