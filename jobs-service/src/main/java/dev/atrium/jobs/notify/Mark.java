package dev.atrium.jobs.notify;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What people do to items of their inbox. Of a number up to which they do it, only what is there up to it is changed:
/// what came after what they saw stays new.
public enum Mark {
    @JsonProperty("seen")
    SEEN("seen_up_to = least(latest, ?)", "seen_up_to < least(latest, ?)"),
    /// Also seen.
    @JsonProperty("read")
    READ(
            "read_up_to = least(latest, ?), seen_up_to = greatest(seen_up_to, least(latest, ?))",
            "read_up_to < least(latest, ?)"),
    /// The newest notification of the item is unread again.
    @JsonProperty("unread")
    UNREAD("read_up_to = latest - 1", "latest <= ? and read_up_to >= latest"),
    /// Out of the inbox until something new comes to the item.
    @JsonProperty("archived")
    ARCHIVED("archived = true", "latest <= ? and not archived"),
    /// Back in the inbox.
    @JsonProperty("unarchived")
    UNARCHIVED("archived = false", "latest <= ? and archived");

    private final String change;
    private final String condition;

    Mark(String change, String condition) {
        this.change = change;
        this.condition = condition;
    }

    /// What is set; each parameter is the number up to which it is done.
    String change() {
        return change;
    }

    /// Whether it changes anything; each parameter is the number up to which it is done.
    String condition() {
        return condition;
    }

    /// How many parameters both have together.
    int parameters() {
        return (int) (change + condition).chars().filter(c -> c == '?').count();
    }
}
