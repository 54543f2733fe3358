package dev.atrium.jobs.moderation.rule;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What is to become of a message by a rule, from mild to severe.
public enum Verdict {
    /// It stays, and waits for a moderator.
    @JsonProperty("flag")
    FLAG,
    /// It is hidden until a moderator approves it.
    @JsonProperty("hold")
    HOLD,
    /// It is hidden, and nobody needs to look at it.
    @JsonProperty("reject")
    REJECT;

    static Verdict of(Action action) {
        return switch (action) {
            case FLAG -> FLAG;
            case HOLD -> HOLD;
        };
    }
}
