package dev.atrium.jobs.notify.delivery;

import dev.atrium.jobs.notify.Category;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A notification that is to be delivered.
///
/// @param item id of the item of the inbox that it belongs to
/// @param topic what it is about; null: that cannot be said
public record Due(
        UUID id,
        UUID item,
        Category category,
        String title,
        @Nullable String body,
        @Nullable String link,
        @Nullable String topic,
        Instant createdAt) {}
