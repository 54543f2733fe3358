package dev.atrium.room.live;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.chat.Decision;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One open socket in a room, and whose it is. Equal only to itself; changed by [Live] only.
public final class Member {

    private final long socket;
    private final boolean anonymous;
    private final boolean relay;
    private final boolean silent;
    private Actor who;
    private boolean mayWrite;
    private Role role;

    /// @param socket number of the socket, which no other socket of the room has or had
    /// @param role what the member may do in the room, within what its credential allows
    public Member(long socket, Caller caller, Role role) {
        this(socket, caller, role, false);
    }

    /// One that is counted and named as the others, but hears nothing: on its socket only the document is spoken of.
    public static Member silent(long socket, Caller caller, Role role) {
        return new Member(socket, caller, role, true);
    }

    private Member(long socket, Caller caller, Role role, boolean silent) {
        this.socket = socket;
        this.silent = silent;
        this.anonymous = caller.isAnonymous();
        this.relay = caller.may(RoomAccess.RELAY_SCOPE);
        this.who = who(caller);
        this.mayWrite = RoomAccess.mayComment(caller);
        this.role = role;
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

    /// A node through which others watch: it is nobody itself.
    boolean isRelay() {
        return relay;
    }

    /// Whether it must not be told anything.
    public boolean isSilent() {
        return silent;
    }

    public Role role() {
        return role;
    }

    /// From now on the member may do this.
    ///
    /// @param caller the same one, with the credential that counts now
    void become(Caller caller, Role newRole) {
        who = who(caller);
        mayWrite = RoomAccess.mayComment(caller);
        role = newRole;
    }

    /// Why the member may not do what needs a role; empty if it may.
    Optional<Decision.Refused> mayNot(Role needed) {
        if (anonymous) {
            return refused(ProblemType.UNAUTHENTICATED, "To take part, you need a key or to sign in.");
        }
        if (role.isAtLeast(needed)) {
            return Optional.empty();
        }
        return mayWrite
                ? Optional.of(Decision.Refused.needs(needed))
                : refused(ProblemType.FORBIDDEN, "To take part, you need the scope messages:write.");
    }

    String subject() {
        return who.subject();
    }

    private static Actor who(Caller caller) {
        return new Actor(encodable(caller.subject()), encodable(caller.handle()));
    }

    private static Optional<Decision.Refused> refused(ProblemType type, String detail) {
        return Optional.of(new Decision.Refused(type, detail));
    }

    /// Half a surrogate pair in a name must not break the frames of all.
    private static String encodable(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
