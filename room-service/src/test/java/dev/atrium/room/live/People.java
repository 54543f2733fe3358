package dev.atrium.room.live;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.util.Set;

/// Members for tests, each with a socket of its own.
final class People {

    private long sockets;

    Member writer(String name) {
        return member("user:" + name, name, true, false);
    }

    Member moderator(String name) {
        return member("user:" + name, name, true, true);
    }

    Member reader(String name) {
        return member("user:" + name, name, false, false);
    }

    Member anonymous() {
        return member(Caller.ANONYMOUS, "anonymous", false, false);
    }

    private Member member(String subject, String handle, boolean writes, boolean moderates) {
        return new Member(++sockets, caller(subject, handle), writes, moderates);
    }

    static Caller caller(String subject, String handle) {
        return new Caller(subject, new TenantId("acme"), handle, Set.of(), Set.of());
    }
}
