package dev.atrium.room.live;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import java.nio.charset.StandardCharsets;

/// One open socket in a room, and whose it is. Equal only to itself; changed by [Live] only.
public final class Member {

    private final long socket;
    private final boolean anonymous;
    private Actor who;
    private boolean writes;
    private boolean moderates;

    /// @param socket number of the socket, which no other socket of the room has or had
    /// @param writes whether more than looking is allowed
    /// @param moderates whether the member may take away what others hold
    public Member(long socket, Caller caller, boolean writes, boolean moderates) {
        this.socket = socket;
        this.anonymous = caller.isAnonymous();
        this.who = who(caller);
        this.writes = writes;
        this.moderates = moderates;
    }

    /// The same person comes with another credential.
    void change(Caller caller, boolean newWrites, boolean newModerates) {
        who = who(caller);
        writes = newWrites;
        moderates = newModerates;
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

    private static Actor who(Caller caller) {
        return new Actor(encodable(caller.subject()), encodable(caller.handle()));
    }

    /// Half a surrogate pair in a name must not break the frames of all.
    private static String encodable(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
