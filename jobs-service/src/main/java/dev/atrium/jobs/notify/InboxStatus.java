package dev.atrium.jobs.notify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which items of an inbox a list shows.
enum InboxStatus {
    /// Not archived.
    INBOX("not archived"),
    UNSEEN("latest > seen_up_to and not archived"),
    UNREAD("latest > read_up_to and not archived"),
    ARCHIVED("archived");

    private final String condition;

    InboxStatus(String condition) {
        this.condition = condition;
    }

    static Optional<InboxStatus> labelled(String label) {
        return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(InboxStatus::label).toList();
    }

    /// As in the API.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// On the columns of `inbox_item`.
    String condition() {
        return condition;
    }
}
