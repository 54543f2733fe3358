package dev.atrium.gateway.invitation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.gateway.policy.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An invitation as administrators see it; the token goes to the invited only.
///
/// @param invitedBy subject of who invites
/// @param sends how often it was sent
/// @param acceptedBy subject of who became a member by it; absent: nobody yet
public record Invitation(
        UUID id,
        String email,
        Role role,
        List<UUID> teams,
        Status status,
        String invitedBy,
        Instant createdAt,
        Instant sentAt,
        int sends,
        Instant expiresAt,
        @Nullable String acceptedBy) {

    /// What has become of it.
    public enum Status {
        @JsonProperty("open")
        OPEN("acceptedAt is null and revokedAt is null and expiresAt > :now"),
        @JsonProperty("expired")
        EXPIRED("acceptedAt is null and revokedAt is null and expiresAt <= :now"),
        @JsonProperty("accepted")
        ACCEPTED("acceptedAt is not null"),
        @JsonProperty("revoked")
        REVOKED("acceptedAt is null and revokedAt is not null");

        private final String condition;

        Status(String condition) {
            this.condition = condition;
        }

        /// As a condition in HQL, some with a parameter `now`.
        String condition() {
            return condition;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Invitation {
        teams = List.copyOf(teams);
    }

    static Invitation of(InvitationRow row, Instant now) {
        return new Invitation(
                row.id,
                row.email,
                row.role(),
                row.teamIds(),
                row.statusAt(now),
                row.invitedBy,
                row.createdAt,
                row.sentAt,
                row.sends,
                row.expiresAt,
                row.acceptedBy);
    }
}
