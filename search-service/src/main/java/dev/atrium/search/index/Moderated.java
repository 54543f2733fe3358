package dev.atrium.search.index;

import dev.atrium.platform.identity.TenantId;
import java.util.Objects;

/// That the moderation hid a message of a room with the file that it shows, or showed both again. Kept in the index,
/// because the file may come later, and come again.
///
/// @param file its id; it is meant only if it belongs to this room
/// @param sequence number of what happened, in the room
public record Moderated(TenantId tenant, String room, String message, String file, long sequence, boolean hidden) {

    /// Longest id that can be meant: what is longer was not made by us.
    private static final int ID_MAX = 1_000;

    /// @throws IllegalArgumentException if an id is too long
    /// @throws NullPointerException if something is absent: these come from JSON
    public Moderated {
        Objects.requireNonNull(tenant, "tenant");
        if (room.length() > ID_MAX || message.length() > ID_MAX || file.length() > ID_MAX) {
            throw new IllegalArgumentException("an id must have at most " + ID_MAX + " characters");
        }
    }
}
