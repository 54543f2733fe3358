package dev.atrium.media.rooms;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// Who may read a room, together with [RoomPerson]. Written by [RoomProjection], read here.
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

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    Role everyone;

    @Column(name = "owner_subject", nullable = false)
    String ownerSubject;

    @Column(nullable = false)
    boolean archived;

    @Column(nullable = false)
    boolean gone;

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
    ///
    /// @param person what is known of the caller in the room; null if nothing is
    public boolean mayRead(Caller caller, @Nullable RoomPerson person, Instant now) {
        return roleOf(caller, person, now).isPresent();
    }

    /// Whether the caller, who is of the room's tenant, may read what the moderation has hidden in the room,
    /// and delete what others uploaded into it.
    ///
    /// @param person what is known of the caller in the room; null if nothing is
    public boolean mayModerate(Caller caller, @Nullable RoomPerson person, Instant now) {
        return roleOf(caller, person, now).filter(Room::moderates).isPresent();
    }

    /// Whether who has this role in a room may read what the moderation has hidden there, as in room-service.
    public static boolean moderates(Role role) {
        return role == Role.OWNER;
    }

    /// What the caller, who is of the room's tenant, may do in the room, by the rules of room-service; empty if it may
    /// not even read it.
    ///
    /// @param person what is known of the caller in the room; null if nothing is
    Optional<Role> roleOf(Caller caller, @Nullable RoomPerson person, Instant now) {
        if (gone) {
            return Optional.empty();
        }
        if (caller.isAnonymous()) {
            return publicRead ? Optional.of(Role.VIEWER) : Optional.empty();
        }
        if (person != null && person.isBanned(now)) {
            return Optional.empty();
        }
        Optional<Role> own = person != null && person.hasMembership() ? person.role() : asCreator(caller);
        return publicRead ? Optional.of(Role.higher(own.orElse(everyone), everyone)) : own;
    }

    private Optional<Role> asCreator(Caller caller) {
        return ownerSubject.equals(caller.subject()) ? Optional.of(Role.OWNER) : Optional.empty();
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
