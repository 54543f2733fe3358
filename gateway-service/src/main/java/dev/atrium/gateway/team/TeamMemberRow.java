package dev.atrium.gateway.team;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// A row of `team_members`.
@Entity
@Table(name = "team_members")
class TeamMemberRow extends PanacheEntityBase {

    @Id
    UUID id;

    String tenant;

    @Column(name = "team_id")
    UUID teamId;

    String subject;

    @Column(name = "added_at")
    Instant addedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    TeamMemberRow() {}

    TeamMemberRow(UUID id, TeamRow team, String subject, Instant addedAt) {
        this.id = id;
        this.tenant = team.tenant;
        this.teamId = team.id;
        this.subject = subject;
        this.addedAt = addedAt;
    }
}
