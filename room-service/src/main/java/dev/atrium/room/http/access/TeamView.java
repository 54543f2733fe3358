package dev.atrium.room.http.access;

import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.room.access.Membership;
import org.jspecify.annotations.Nullable;

/// A team that has a role in a room.
///
/// @param team its id
/// @param name absent until it is known that there is the team
record TeamView(String team, @Nullable String name, Role role) {

    static TeamView of(Membership team) {
        String subject = team.who().subject();
        String name = team.who().handle();
        return new TeamView(Teams.id(subject), name.equals(subject) ? null : name, team.role());
    }
}
