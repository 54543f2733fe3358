package dev.atrium.jobs.inbound;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How far a delivery is.
public enum ReceivedState {
    /// What is to be done about it will be.
    RECEIVED,
    /// All was done.
    DONE,
    /// It could not be done.
    FAILED;

    static Optional<ReceivedState> labelled(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(ReceivedState::label).toList();
    }

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
