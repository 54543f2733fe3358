package dev.atrium.platform.roomlog;

import dev.atrium.platform.identity.Actor;

/// How rooms call the teams of their organisation (GW-7, RM-6): as members, of whom those are members in turn who are
/// in
/// the team.
public final class Teams {

    /// Who keeps the members of rooms in step with those of teams: no caller of the API.
    public static final Actor ACTOR = new Actor("system:teams", "system:teams");

    private static final String PREFIX = "team:";

    private Teams() {}

    /// What a team is called where a member could be.
    ///
    /// @param id of the team
    public static String subject(String id) {
        return PREFIX + id;
    }

    /// Whether this is a team, and nobody who could do anything.
    public static boolean isTeam(String subject) {
        return subject.startsWith(PREFIX);
    }

    /// The id of the team that is called this.
    public static String id(String subject) {
        return subject.substring(PREFIX.length());
    }

    /// Whether somebody did it because of a team that was joined or left.
    public static boolean isBehind(Actor actor) {
        return actor.subject().equals(ACTOR.subject());
    }
}
