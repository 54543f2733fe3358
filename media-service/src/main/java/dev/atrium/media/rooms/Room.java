package dev.atrium.media.rooms;

import dev.atrium.platform.identity.Caller;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// Who may read a room. Written by [RoomProjection], read here.
@Entity
@Immutable
@Table(name = "room")
@IdClass(Room.Key.class)
public class Room {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    @Id
    String tenant;

    @Id
    String id;

    @Column(name = "public_read", nullable = false)
    boolean publicRead;

    @Column(name = "owner_subject", nullable = false)
    String ownerSubject;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Room() {}

    /// Whether the text could be the id of a room at all.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// Whether everybody of the tenant may read the room.
    public boolean publicRead() {
        return publicRead;
    }

    /// Whether the caller, who is of the room's tenant, may read the room.
    public boolean mayRead(Caller caller) {
        return publicRead || ownerSubject.equals(caller.subject());
    }

    /// Identity of a room's row.
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        @Nullable
        String tenant;

        @Nullable
        String id;

        /// For Hibernate.
        public Key() {}

        public Key(String tenant, String id) {
            this.tenant = tenant;
            this.id = id;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Objects.equals(tenant, key.tenant) && Objects.equals(id, key.id);
        }

        @Override
        public int hashCode() {
            return Objects.hash(tenant, id);
        }
    }
}
