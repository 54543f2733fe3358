package dev.atrium.gateway.team;

import java.time.Instant;
import java.util.UUID;

/// A team of an organisation.
public record Team(UUID id, String name, Instant createdAt) {

    static Team of(TeamRow row) {
        return new Team(row.id, row.name, row.createdAt);
    }

    /// How the team is called among the things that somebody is.
    public static String label(UUID id) {
        return "team:" + id;
    }
}
