package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where an instance stands.
public enum WorkflowStatus {
    QUEUED,
    /// A node runs it, or it waits for a step's next attempt.
    RUNNING,
    /// It sleeps, or waits for an event or a child.
    WAITING,
    /// It is paused as soon as the step that runs has ended.
    PAUSING,
    PAUSED,
    COMPLETE,
    FAILED,
    CANCELLED;

    /// Whether nothing more happens unless it is restarted.
    public boolean isFinal() {
        return switch (this) {
            case COMPLETE, FAILED, CANCELLED -> true;
            case QUEUED, RUNNING, WAITING, PAUSING, PAUSED -> false;
        };
    }

    /// As in the API, in events and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<WorkflowStatus> labelled(String label) {
        return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst();
    }
}
