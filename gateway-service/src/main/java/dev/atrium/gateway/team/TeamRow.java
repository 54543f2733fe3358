package dev.atrium.gateway.team;

import dev.atrium.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `teams`.
@Entity
@Table(name = "teams")
class TeamRow extends PanacheEntityBase {

    @Id
    UUID id;

    String tenant;
    String name;

    /// Subject of who made it.
    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    /// By which a repeated request of the same maker is known.
    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    TeamRow() {}

    TeamRow(UUID id, Caller maker, String name, @Nullable String idempotencyKey, Instant createdAt) {
        this.id = id;
        this.tenant = maker.tenant().value();
        this.name = name;
        this.createdBy = maker.subject();
        this.idempotencyKey = idempotencyKey;
        this.createdAt = createdAt;
    }
}
