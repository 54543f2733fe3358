package dev.atrium.jobs.moderation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is to be told of what happened to an item.
///
/// @param item its id
/// @param number of the entry of its history
/// @param moderators whether they are told that it waits
/// @param author what its author is told; null: nothing
record Telling(
        String item,
        int number,
        boolean moderators,
        @Nullable ToAuthor author) {

    enum ToAuthor {
        HELD,
        REMOVED,
        SHOWN
    }

    /// @param before how it stood
    /// @param fresh whether nothing was said of it then
    /// @return empty if nobody needs to know
    static Optional<Telling> of(Standing before, boolean fresh, Item item) {
        Standing after = item.standing();
        boolean waited = !fresh && before.status() == ItemStatus.PENDING;
        boolean waits = after.status() == ItemStatus.PENDING && !waited;
        ToAuthor author = toAuthor(before, after);
        return waits || author != null
                ? Optional.of(new Telling(item.id(), item.entries(), waits, author))
                : Optional.empty();
    }

    private static @Nullable ToAuthor toAuthor(Standing before, Standing after) {
        return switch (after.status()) {
            case PENDING -> after.hidden() && !before.hidden() ? ToAuthor.HELD : null;
            case REJECTED -> before.status() == ItemStatus.REJECTED ? null : ToAuthor.REMOVED;
            case APPROVED -> before.hidden() ? ToAuthor.SHOWN : null;
            case DELETED -> null;
        };
    }
}
