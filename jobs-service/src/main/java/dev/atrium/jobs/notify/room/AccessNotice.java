package dev.atrium.jobs.notify.room;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MemberBanned;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.Teams;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What others have changed in what somebody may do in a room: what the job knows of it.
///
/// @param sequence of the change
/// @param role null unless it is a member from now on
/// @param until when a ban ends; null: there is none, or it does not end by itself
record AccessNotice(
        String room,
        long sequence,
        Kind kind,
        String subject,
        @Nullable Role role,
        Actor by,
        @Nullable Instant until) {

    private static final String PROGRAM = "system:";

    /// What was done to somebody.
    enum Kind {
        ADDED,
        ROLE,
        REMOVED,
        BANNED
    }

    /// What a change is to somebody.
    ///
    /// @param room as it was before
    /// @param person what was known of whom it concerns; null: nothing
    /// @return empty if that changes nothing, if it is one's own deed, a program's or a guest's matter, or if
    ///     one is told nothing of the room
    static Optional<AccessNotice> of(RoomEvent.AccessChange change, KnownRoom room, KnownRoom.@Nullable Person person) {
        return switch (change) {
            case MemberSet set -> {
                String subject = set.member().subject();
                boolean same = set.role() == room.role(subject, person);
                Kind kind = room.isMember(subject, person) ? Kind.ROLE : Kind.ADDED;
                yield same || !isForeign(change, subject) || !mayBeMet(set.tenant(), person)
                        ? Optional.empty()
                        : Optional.of(new AccessNotice(
                                set.room(), set.sequence(), kind, subject, set.role(), set.by(), null));
            }
            case MemberRemoved removed ->
                left(change, Kind.REMOVED, removed.subject(), null)
                        .filter(_ -> knew(room, removed.subject(), person, removed.at()));
            case MemberBanned banned ->
                left(change, Kind.BANNED, banned.subject(), banned.expiresAt())
                        .filter(_ -> knew(room, banned.subject(), person, banned.at()));
            case RoomEvent.MemberJoined _,
                    RoomEvent.MemberUnbanned _,
                    RoomEvent.RoomChanged _,
                    RoomEvent.RoomArchived _,
                    RoomEvent.RoomDeleted _,
                    RoomEvent.LinkMade _,
                    RoomEvent.LinkRevoked _ -> Optional.empty();
        };
    }

    /// Whom a change concerns of which there may be a notice.
    static Optional<String> subject(RoomEvent.AccessChange change) {
        return switch (change) {
            case MemberSet set -> Optional.of(set.member().subject());
            case MemberRemoved removed -> Optional.of(removed.subject());
            case MemberBanned banned -> Optional.of(banned.subject());
            case RoomEvent.MemberJoined _,
                    RoomEvent.MemberUnbanned _,
                    RoomEvent.RoomChanged _,
                    RoomEvent.RoomArchived _,
                    RoomEvent.RoomDeleted _,
                    RoomEvent.LinkMade _,
                    RoomEvent.LinkRevoked _ -> Optional.empty();
        };
    }

    /// Whether it may still read the room.
    boolean isInside() {
        return kind == Kind.ADDED || kind == Kind.ROLE;
    }

    String source() {
        return "access:" + room + ":" + sequence;
    }

    /// One line.
    String title(String name) {
        String who = by.handle();
        return switch (kind) {
            case ADDED -> who + " added you to " + name;
            case ROLE -> who + " made you " + called(role) + " in " + name;
            case REMOVED -> who + " removed you from " + name;
            case BANNED -> who + " banned you from " + name;
        };
    }

    /// As a part of a sentence.
    static String called(@Nullable Role role) {
        return switch (role) {
            case null -> "nobody";
            case OWNER -> "an owner";
            case EDITOR -> "an editor";
            case COMMENTER -> "a commenter";
            case VIEWER -> "a viewer";
        };
    }

    private static Optional<AccessNotice> left(
            RoomEvent.AccessChange change, Kind kind, String subject, @Nullable Instant until) {
        return isForeign(change, subject)
                ? Optional.of(
                        new AccessNotice(change.room(), change.sequence(), kind, subject, null, change.by(), until))
                : Optional.empty();
    }

    private static boolean isForeign(RoomEvent.AccessChange change, String subject) {
        return !change.by().subject().equals(subject)
                && !change.by().subject().startsWith(PROGRAM)
                && !subject.startsWith(PROGRAM)
                && !Teams.isTeam(subject)
                && !Caller.isGuest(subject);
    }

    /// In the commons anybody can make a room of any name and put anybody into it: told is who was there before.
    private static boolean mayBeMet(TenantId tenant, KnownRoom.@Nullable Person person) {
        return !tenant.equals(TenantId.COMMONS) || (person != null && person.seen());
    }

    /// Whether it had to do with the room until then, so that it hears nothing new of there being one.
    private static boolean knew(KnownRoom room, String subject, KnownRoom.@Nullable Person person, Instant now) {
        boolean wasThere = person != null && person.seen() && room.publicRead();
        boolean isOut = person != null && person.isBanned(now);
        return !isOut && (wasThere || room.isMember(subject, person));
    }
}
