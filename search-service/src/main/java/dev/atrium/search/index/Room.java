package dev.atrium.search.index;

import dev.atrium.platform.identity.TenantId;
import java.util.Objects;

/// What search knows of a room. Kept in the index, because who may read it must be known before anything is answered.
///
/// @param open whether all of the tenant may read it; otherwise only its members
/// @param owner subject of the room's creator
public record Room(TenantId tenant, String id, String name, boolean open, String owner, Readers readers) {

    /// @throws NullPointerException if something is absent: rooms come from JSON
    public Room {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(readers, "readers");
    }

    /// A room as it was created.
    public Room(TenantId tenant, String id, String name, boolean open, String owner) {
        this(tenant, id, name, open, owner, Readers.of(owner));
    }

    /// Whether it was deleted: of any other one its owner is a member, at least.
    public boolean isGone() {
        return !open && readers.members().isEmpty();
    }

    /// The same, described otherwise.
    public Room described(String newName, boolean newOpen) {
        return new Room(tenant, id, newName, newOpen, owner, readers);
    }

    /// The same with other readers.
    public Room readBy(Readers newReaders) {
        return new Room(tenant, id, name, open, owner, newReaders);
    }
}
