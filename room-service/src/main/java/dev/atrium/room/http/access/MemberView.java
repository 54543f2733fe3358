package dev.atrium.room.http.access;

import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.Membership;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A member of a room.
///
/// @param role the highest of those that it has of its own and by teams
/// @param own the role that it was given itself; absent if it is there by teams only
/// @param teams ids of the teams that give it a role; absent if there are none
record MemberView(
        String subject,
        String handle,
        Role role,
        @Nullable Role own,
        @Nullable List<String> teams) {

    static MemberView of(Membership member) {
        List<String> teams = member.teams().keySet().stream().sorted().toList();
        return new MemberView(
                member.who().subject(),
                member.who().handle(),
                member.role(),
                member.own(),
                teams.isEmpty() ? null : teams);
    }
}
