package dev.atrium.jobs.inbound;

import org.jspecify.annotations.Nullable;

/// What came of what was to be done about a delivery. Notes and reasons are shown to those who see the
/// source.
sealed interface End {

    /// @param note what is worth knowing; null: it was done as it was wanted
    record Done(@Nullable String note) implements End {}

    /// It would fail the same way again, or has failed too often.
    record Failed(String reason) implements End {}

    /// It may be possible later.
    record Later(String reason) implements End {}
}
