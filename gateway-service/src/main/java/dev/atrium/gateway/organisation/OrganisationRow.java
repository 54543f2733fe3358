package dev.atrium.gateway.organisation;

import dev.atrium.platform.identity.TenantId;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `organisations`.
@Entity
@Table(name = "organisations")
class OrganisationRow extends PanacheEntityBase {

    @Id
    UUID id;

    String tenant;
    String name;
    String slug;

    /// Subject of who made it.
    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "deleted_at")
    @Nullable
    Instant deletedAt;

    /// By which a repeated request of the same maker is known.
    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    OrganisationRow() {}

    OrganisationRow(UUID id, String name, String slug, String createdBy, Instant createdAt) {
        this.id = id;
        this.tenant = id.toString();
        this.name = name;
        this.slug = slug;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    TenantId tenantId() {
        return new TenantId(tenant);
    }
}
