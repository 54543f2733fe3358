package dev.atrium.jobs.notify;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a notification is about; people choose for each how they are told.
public enum Category {
    /// Somebody named the recipient.
    MENTION,
    /// Somebody answered the recipient.
    REPLY,
    /// A workflow of the recipient has ended.
    WORKFLOW,
    /// Something that the recipient ordered can be fetched.
    EXPORT,
    /// What the recipient wanted to be reminded of.
    REMINDER,
    /// A message waits for the recipient as a moderator, or moderators decided about one of its own.
    MODERATION,
    /// Others have changed what the recipient may do in a room.
    ACCESS,
    /// A source of webhooks of the recipient has delivered something, or it had no effect.
    WEBHOOK,
    /// The tenant's admins have something to say.
    SYSTEM,
    /// Another program has something to say.
    APP;

    /// The category with the label, as requests name it.
    public static Optional<Category> labelled(String label) {
        return Arrays.stream(values()).filter(c -> c.label().equals(label)).findFirst();
    }

    /// As in the API and in tables.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
