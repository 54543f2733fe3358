package dev.atrium.room.access;

import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody wants to change about a room and who may do what in it. Its texts are valid, its times in the future
/// by then, and its subjects those of callers with credentials.
public sealed interface Wish {

    /// What is null stays as it is.
    ///
    /// @param everyone not [Role#OWNER]
    record Describe(
            @Nullable String name,
            @Nullable Visibility visibility,
            @Nullable Role everyone) implements Wish {}

    /// @param archived whether the room shall only be read
    record Archive(boolean archived) implements Wish {}

    /// The room shall be gone for good.
    record DeleteRoom() implements Wish {}

    /// The organisation is gone, and so shall the room be, whoever owns it.
    record Dissolve() implements Wish {}

    /// @param handle null for the one that is known, or else the subject
    record SetMember(String subject, @Nullable String handle, Role role) implements Wish {}

    /// Takes away what somebody was given itself. One's own is given back; somebody else leaves the room, unless it is
    /// there by a team as well.
    record RemoveMember(String subject) implements Wish {}

    /// Gives a team a role. Those who are in it come by [SetInTeam].
    ///
    /// @param team its id
    record PutTeam(String team, Role role) implements Wish {}

    /// Takes a team's role away. Those who are in it go by [SetInTeam].
    record RemoveTeam(String team) implements Wish {}

    /// What becomes of a team; only for [dev.atrium.platform.roomlog.Teams#ACTOR].
    ///
    /// @param name what it is called from now on; null: it was deleted
    record NameTeam(String team, @Nullable String name) implements Wish {}

    /// Whether somebody is in a team, and so has by it what it gives now; only for
    /// [dev.atrium.platform.roomlog.Teams#ACTOR].
    ///
    /// @param handle what a new member is called; null: it is not in the team
    record SetInTeam(String team, String subject, @Nullable String handle) implements Wish {}

    /// That somebody has by a team what it gives now, which may be nothing: only if it has anything by it still; only
    /// for [dev.atrium.platform.roomlog.Teams#ACTOR].
    record KeepInTeam(String team, String subject) implements Wish {}

    record PutBan(
            String subject,
            @Nullable Instant expiresAt,
            @Nullable String reason) implements Wish {}

    record LiftBan(String subject) implements Wish {}

    /// @param link id for the link
    /// @param role not [Role#OWNER]
    record MakeLink(
            String link,
            String tokenHash,
            Role role,
            @Nullable Instant expiresAt,
            @Nullable Integer maxUses) implements Wish {}

    record RevokeLink(String link) implements Wish {}

    /// @param tokenHash of the secret that the author knows
    record Join(String tokenHash) implements Wish {}
}
