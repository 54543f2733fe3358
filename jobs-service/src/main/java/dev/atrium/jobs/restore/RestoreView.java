package dev.atrium.jobs.restore;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A restore as the API shows it.
///
/// @param status `running`, `complete`, `failed` or `cancelled`
/// @param dryRun whether nothing happens, and it is only told what would
/// @param endedAt absent while it goes on
/// @param result absent until it is complete
/// @param unfinishedRooms rooms that are not handed over yet, so that nobody sees them, one as a rule; who
///     has given the restore up owns them as far as they came
/// @param abandonedAt when it was given up; absent if it was not
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
        List<String> unfinishedRooms,
        @Nullable Instant abandonedAt,
        @Nullable String error,
        String workflow) {

    public RestoreView {
        unfinishedRooms = List.copyOf(unfinishedRooms);
    }
}
