package dev.atrium.room.backup;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a room is, and who may do what in it, without its history. Links are left out: their secrets
/// are nowhere.
///
/// @param everyone the role that everybody of the tenant has while the room is public
/// @param archived whether it is only read
/// @param lastSequence what happened up to this is stored
/// @param bans those that were in force
public record RoomHead(
        String id,
        String name,
        Kind kind,
        Visibility visibility,
        Role everyone,
        boolean archived,
        Actor owner,
        Instant createdAt,
        long lastSequence,
        List<Member> members,
        List<Banned> bans) {

    /// Somebody who belongs to the room by itself, or a team.
    public record Member(String subject, String handle, Role role) {}

    /// @param expiresAt null if the ban does not end by itself
    /// @param reason null if none was given
    public record Banned(
            String subject,
            @Nullable Instant expiresAt,
            @Nullable String reason) {}

    public RoomHead {
        members = List.copyOf(members);
        bans = List.copyOf(bans);
    }

    RoomHead with(List<Member> itsMembers, List<Banned> itsBans) {
        return new RoomHead(
                id, name, kind, visibility, everyone, archived, owner, createdAt, lastSequence, itsMembers, itsBans);
    }
}
