package dev.atrium.jobs.queue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Kinds of jobs that are limited together and do not hold up each other.
public enum JobClass {
    /// Derivation of uploaded files.
    MEDIA,
    /// Mails.
    MAIL,
    /// Messages to devices.
    PUSH,
    /// What concerns many: found out, and told to each.
    FANOUT,
    /// Checks of messages, and what follows from them in rooms.
    MODERATION,
    /// Questions to programs of tenants that judge messages.
    HOOK,
    /// Rendering of exports, which takes processor time.
    EXPORT,
    /// Work of tenants' own, which their own programs do.
    WORKER;

    static Optional<JobClass> labelled(String label) {
        return Arrays.stream(values()).filter(c -> c.label().equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(JobClass::label).toList();
    }

    /// As in the API, in the table and in configuration.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
