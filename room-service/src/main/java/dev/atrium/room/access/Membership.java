package dev.atrium.room.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.MemberJoined;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Somebody who belongs to a room: by itself, by teams, or both.
///
/// @param who also a team
/// @param own the role that it was given itself; null: only teams give it one
/// @param teams the roles that it has by teams, by their ids
public record Membership(Actor who, @Nullable Role own, Map<String, Role> teams) {

    public Membership {
        teams = Map.copyOf(teams);
        if (own == null && teams.isEmpty()) {
            throw new IllegalArgumentException("no membership");
        }
    }

    /// Somebody who has all of it by itself.
    public Membership(Actor who, Role role) {
        this(who, role, Map.of());
    }

    static Membership of(MemberSet set) {
        return new Membership(set.member(), set.own(), set.teams());
    }

    static Membership of(MemberJoined joined) {
        return new Membership(joined.by(), joined.role(), joined.teams());
    }

    /// What it may do: the highest of its roles.
    public Role role() {
        Role highest = own;
        for (Role given : teams.values()) {
            highest = highest == null ? given : Role.higher(highest, given);
        }
        return Objects.requireNonNull(highest);
    }
}
