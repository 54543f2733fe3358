package dev.atrium.jobs.restore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A restore as the API shows it.
///
/// @param status `running`, `complete`, `failed` or `cancelled`
/// @param dryRun whether nothing happens, and it is only told what would
/// @param endedAt absent while it goes on
/// @param result absent until it is complete
/// @param error why it failed; absent if it did not
/// @param workflow by which it is paused, resumed, cancelled, restarted and watched
public record RestoreView(
        String id,
        String backup,
        String status,
        boolean dryRun,
        String createdBy,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable Tally result,
        @Nullable String error,
        String workflow) {}
