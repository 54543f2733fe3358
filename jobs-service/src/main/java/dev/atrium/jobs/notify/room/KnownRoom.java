package dev.atrium.jobs.notify.room;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of a room.
///
/// @param publicRead whether everybody of the tenant who has credentials may read it
record KnownRoom(String id, String name, boolean publicRead, String ownerSubject) {

    /// What is known of somebody in a room.
    ///
    /// @param spoken whether anything was said of a membership; who created the room is a member
    ///     otherwise
    /// @param bannedUntil null for a ban that does not end by itself
    record Person(
            boolean member,
            boolean spoken,
            boolean banned,
            @Nullable Instant bannedUntil) {

        private boolean isBanned(Instant now) {
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
        boolean isMember = (person != null && person.spoken()) ? person.member() : ownerSubject.equals(subject);
        return publicRead || isMember;
    }
}
