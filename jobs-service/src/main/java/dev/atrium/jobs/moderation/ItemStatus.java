package dev.atrium.jobs.moderation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far the moderation of a message is.
public enum ItemStatus {
    /// It waits for a moderator.
    PENDING,
    /// It may stay.
    APPROVED,
    /// It is hidden for good, unless it is approved after all.
    REJECTED,
    /// It is not there any more: nothing is left to decide.
    DELETED;

    static Optional<ItemStatus> labelled(String label) {
        return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst();
    }

    /// As in the API and in tables.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
