package dev.atrium.gateway.intake;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What became of a record that nothing could be made of.
public enum DeadLetterState {
    OPEN,
    /// It has had its effect after all.
    REPLAYED,
    /// Nobody wants it.
    DISCARDED;

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DeadLetterState> labelled(String label) {
        return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(DeadLetterState::label).toList();
    }
}
