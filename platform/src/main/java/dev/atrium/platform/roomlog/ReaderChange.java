package dev.atrium.platform.roomlog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a change of access means for who may read the room. The services that answer for rooms elsewhere keep their own
/// records of it; which events say what stands here only.
///
/// Who created a room is a member of it from then on ([RoomEvent.RoomCreated]). Who is banned may not read it, also if
/// it is public. A team reads nothing: those do who are in it, and are members themselves ([Teams]).
public sealed interface ReaderChange {

    /// The room is this from now on.
    ///
    /// @param isPublic whether everybody of its tenant may read it who has credentials
    /// @param everyone the role that they have then
    record Room(String name, boolean isPublic, RoomEvent.Role everyone) implements ReaderChange {}

    /// @param role what somebody may in the room from now on, as a member; null: it is none any more
    record Member(String subject, RoomEvent.@Nullable Role role) implements ReaderChange {}

    /// @param until null: the ban does not end by itself
    record Ban(String subject, @Nullable Instant until) implements ReaderChange {}

    record Unban(String subject) implements ReaderChange {}

    /// Nobody may read the room any more, whatever was said before.
    record Gone() implements ReaderChange {}

    /// @return what has to be done one after the other; nothing if the change concerns no reader
    static List<ReaderChange> of(RoomEvent.AccessChange change) {
        return switch (change) {
            case RoomEvent.RoomChanged changed ->
                List.of(new Room(changed.name(), changed.visibility().isPublic(), changed.everyone()));
            case RoomEvent.MemberSet set -> member(set.member().subject(), set.role());
            case RoomEvent.MemberJoined joined -> List.of(new Member(joined.by().subject(), joined.role()));
            case RoomEvent.MemberRemoved removed -> member(removed.subject(), null);
            case RoomEvent.MemberBanned banned ->
                List.of(new Member(banned.subject(), null), new Ban(banned.subject(), banned.expiresAt()));
            case RoomEvent.MemberUnbanned unbanned -> List.of(new Unban(unbanned.subject()));
            case RoomEvent.RoomDeleted _ -> List.of(new Gone());
            // An archived room is read by the same people, and only who joins by a link may read it.
            case RoomEvent.RoomArchived _, RoomEvent.LinkMade _, RoomEvent.LinkRevoked _ -> List.of();
        };
    }

    private static List<ReaderChange> member(String subject, RoomEvent.@Nullable Role role) {
        return Teams.isTeam(subject) ? List.of() : List.of(new Member(subject, role));
    }
}
