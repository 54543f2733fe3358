package dev.atrium.room.live;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import java.nio.charset.StandardCharsets;

/// One open socket in a room, and whose it is. Equal only to itself.
public final class Member {

    private final long socket;
    private final Actor who;
    private final boolean anonymous;
    private final boolean writes;
    private final boolean moderates;

    /// @param socket number of the socket, which no other socket of the room has or had
    /// @param writes whether more than looking is allowed
    /// @param moderates whether the member may take away what others hold
    public Member(long socket, Caller caller, boolean writes, boolean moderates) {
        this.socket = socket;
        this.who = new Actor(encodable(caller.subject()), encodable(caller.handle()));
        this.anonymous = caller.isAnonymous();
        this.writes = writes;
        this.moderates = moderates;
    }

    public long socket() {
        return socket;
    }

    public Actor who() {
        return who;
    }

    /// Of whom nothing is known: such members are counted, but not named.
    public boolean isAnonymous() {
        return anonymous;
    }

    public boolean writes() {
        return writes;
    }

    public boolean moderates() {
        return moderates;
    }

    String subject() {
        return who.subject();
    }

    /// Half a surrogate pair in a name must not break the frames of all.
    private static String encodable(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
