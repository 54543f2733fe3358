package dev.atrium.room.http.access;

import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.Membership;

/// A member of a room.
record MemberView(String subject, String handle, Role role) {

    static MemberView of(Membership member) {
        return new MemberView(member.who().subject(), member.who().handle(), member.role());
    }
}
