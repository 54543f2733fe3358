package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a delivery stands.
public enum DeliveryState {
    /// It waits for its next attempt.
    PENDING,
    SENDING,
    DELIVERED,
    /// It was given up; it can be replayed.
    FAILED,
    /// The endpoint's owner may not know of the event any more.
    CANCELLED;

    /// As in the API and in the table.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DeliveryState> labelled(String label) {
        return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(DeliveryState::label).toList();
    }
}
