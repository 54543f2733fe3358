package dev.atrium.jobs.backup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A backup as the API shows it.
///
/// @param status `running`, `receiving` (of an archive that is uploaded), `complete`, `failed` or
///     `cancelled`
/// @param createdBy subject on whose behalf it was made
/// @param keep as it was asked for; absent: it stays
/// @param endedAt absent while it goes on
/// @param sizeBytes of the archive; absent until it is complete, as what follows
/// @param error why it failed; absent if it did not
/// @param workflow by which it is paused, resumed, cancelled and watched; absent if it was uploaded
/// @param content where the archive is; absent until it is complete
public record BackupView(
        String id,
        String status,
        String createdBy,
        @Nullable Integer keep,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable Long sizeBytes,
        @Nullable Long rooms,
        @Nullable Long events,
        @Nullable Long files,
        @Nullable String error,
        @Nullable String workflow,
        @Nullable String content) {}
