package dev.atrium.media.rooms;

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
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// What is known of somebody in a room. Written by [RoomProjection], read here.
@Entity
@Immutable
@Table(name = "room_person")
@IdClass(RoomPerson.Key.class)
public class RoomPerson {

    @Id
    String tenant;

    @Id
    String room;

    @Id
    String subject;

    /// Null for somebody who is no member.
    @Nullable
    @Enumerated(EnumType.STRING)
    Role role;

    @Column(name = "role_at", nullable = false)
    long roleAt;

    @Column(nullable = false)
    boolean banned;

    @Nullable
    @Column(name = "banned_until")
    Instant bannedUntil;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected RoomPerson() {}

    /// Whether anything was said of a membership.
    boolean hasMembership() {
        return roleAt > 0;
    }

    /// Empty for somebody who is no member.
    Optional<Role> role() {
        return Optional.ofNullable(role);
    }

    boolean isBanned(Instant now) {
        return banned && (bannedUntil == null || now.isBefore(bannedUntil));
    }

    /// Identity of a row.
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        @Nullable
        String tenant;

        @Nullable
        String room;

        @Nullable
        String subject;

        /// For Hibernate.
        public Key() {}

        public Key(String tenant, String room, String subject) {
            this.tenant = tenant;
            this.room = room;
            this.subject = subject;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && Objects.equals(tenant, key.tenant)
                    && Objects.equals(room, key.room)
                    && Objects.equals(subject, key.subject);
        }

        @Override
        public int hashCode() {
            return Objects.hash(tenant, room, subject);
        }
    }
}
