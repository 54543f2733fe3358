package dev.atrium.jobs.webhook;

import java.util.Locale;

/// Why an endpoint is disabled.
enum Disabled {
    /// Somebody asked for it.
    OWNER,
    /// Its receiver answered 410.
    GONE,
    /// Its receiver did nothing but fail.
    FAILING,
    /// Its owner left the organisation, or that was deleted.
    LEFT;

    /// As in the API and in the table.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
