package dev.atrium.gateway.team;

import java.time.Instant;

/// A member of a team.
public record TeamMember(String subject, Instant addedAt) {

    static TeamMember of(TeamMemberRow row) {
        return new TeamMember(row.subject, row.addedAt);
    }
}
