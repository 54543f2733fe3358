package dev.atrium.jobs.notify.room;

import dev.atrium.platform.roomlog.RoomEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of a room.
///
/// @param publicRead whether everybody of the tenant who has credentials may read it
record KnownRoom(String id, String name, boolean publicRead, String ownerSubject) {

    /// What is known of somebody in a room.
    ///
    /// @param seen whether it did anything there
    /// @param role what it may as a member; null: it is none, or that is not known
    /// @param spoken whether anything was said of a membership; who created the room is a member
    ///     otherwise
    /// @param bannedUntil null for a ban that does not end by itself
    record Person(
            boolean seen,
            boolean member,
            RoomEvent.@Nullable Role role,
            boolean spoken,
            boolean banned,
            @Nullable Instant bannedUntil) {

        boolean isBanned(Instant now) {
            return banned && (bannedUntil == null || now.isBefore(bannedUntil));
        }
    }

    /// Whether somebody with credentials may read the room, by the rules of room-service.
    ///
    /// @param person null if nothing is known of it there
    boolean mayRead(String subject, @Nullable Person person, Instant now) {
        if (person != null && person.isBanned(now)) {
            return false;
        }
        return publicRead || isMember(subject, person);
    }

    /// Whether somebody is a member.
    ///
    /// @param person null if nothing is known of it there
    boolean isMember(String subject, @Nullable Person person) {
        return (person != null && person.spoken()) ? person.member() : ownerSubject.equals(subject);
    }

    /// What somebody may as a member; null if it is none, or that is not known.
    RoomEvent.@Nullable Role role(String subject, @Nullable Person person) {
        if (person != null && person.spoken()) {
            return person.role();
        }
        return ownerSubject.equals(subject) ? RoomEvent.Role.OWNER : null;
    }
}
