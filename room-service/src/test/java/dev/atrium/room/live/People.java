package dev.atrium.room.live;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.RoomAccess;
import java.util.Set;

/// Members for tests, each with a socket of its own.
final class People {

    private long sockets;

    Member writer(String name) {
        return member(name, Role.EDITOR);
    }

    Member moderator(String name) {
        return member(name, Role.OWNER);
    }

    Member member(String name, Role role) {
        return member("user:" + name, name, Set.of("rooms:write"), role);
    }

    /// Somebody whose credential does not let it write.
    Member reader(String name) {
        return member("user:" + name, name, Set.of(), Role.VIEWER);
    }

    Member anonymous() {
        return member(Caller.ANONYMOUS, "anonymous", Set.of(), Role.VIEWER);
    }

    Member relay() {
        return member("service:room-service", "relay", Set.of(RoomAccess.RELAY_SCOPE), Role.VIEWER);
    }

    private Member member(String subject, String handle, Set<String> scopes, Role role) {
        return new Member(++sockets, caller(subject, handle, scopes), role);
    }

    static Caller caller(String subject, String handle) {
        return caller(subject, handle, Set.of("rooms:write"));
    }

    private static Caller caller(String subject, String handle, Set<String> scopes) {
        return new Caller(subject, new TenantId("acme"), handle, Set.of(), scopes);
    }
}
