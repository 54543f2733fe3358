package dev.atrium.room.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of what happened in a room, in order. Places that are missing held nothing that a backup keeps.
///
/// @param next after which place to go on; null if there is nothing more
public record EventPage(List<StoredEvent> items, @Nullable Long next) {

    public EventPage {
        items = List.copyOf(items);
    }
}
