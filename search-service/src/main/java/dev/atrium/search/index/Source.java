package dev.atrium.search.index;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is found: a message or a file, of which the index holds one or more passages.
///
/// @param id of the message or file
/// @param room the room that it belongs to; null for a file of its owner alone
/// @param author the sender of a message, the owner of a file
/// @param everyone whether all of the tenant may read it; has no meaning in a room
/// @param title name of the file, also of one that is attached to a message; null if there is none
/// @param at when it was written or uploaded
/// @param sequence the message's number in its room; null for a file
public record Source(
        TenantId tenant,
        Kind kind,
        String id,
        @Nullable String room,
        Actor author,
        boolean everyone,
        @Nullable String title,
        Instant at,
        @Nullable Long sequence) {

    /// Longest id, room or subject: what is longer was not made by us, and the index has a limit of its own.
    private static final int NAME_MAX = 1_000;

    /// @throws IllegalArgumentException if an id is empty or too long
    /// @throws NullPointerException if something is absent that must not be: sources come from JSON
    public Source {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(at, "at");
        named(id);
        named(author.subject());
        if (room != null) {
            named(room);
        }
    }

    /// What tells it from every other: all its passages carry it.
    @JsonIgnore
    public String key() {
        return tenant.value() + "/" + kind.value() + "/" + (kind == Kind.MESSAGE ? room + "/" : "") + id;
    }

    /// The grants of which a reader must have one (SR-3). In a room that is the room's alone; its author has no right
    /// of his own there.
    @JsonIgnore
    public Set<Grant> grants() {
        if (room != null) {
            return Set.of(Grant.room(room));
        }
        Grant owner = Grant.owner(author.subject());
        return everyone ? Set.of(owner, Grant.EVERYONE) : Set.of(owner);
    }

    private static void named(String name) {
        if (name.isEmpty() || name.length() > NAME_MAX) {
            throw new IllegalArgumentException("an id must have 1 to " + NAME_MAX + " characters");
        }
    }
}
