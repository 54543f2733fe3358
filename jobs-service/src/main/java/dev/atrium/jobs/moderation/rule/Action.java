package dev.atrium.jobs.moderation.rule;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What is done about a message in which a rule has found something.
public enum Action {
    /// It stays visible, and waits for a moderator.
    FLAG,
    /// It is hidden until a moderator approves it.
    HOLD;

    /// As in the API and in tables.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Action labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
