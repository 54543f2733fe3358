package dev.atrium.gateway.user;

import dev.atrium.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `users`.
@Entity
@Table(name = "users")
class UserRow extends PanacheEntityBase {

    @Id
    UUID id;

    String tenant;
    String email;
    String name;

    /// Subject of who created the user.
    @Column(name = "created_by")
    String createdBy;

    /// By which a repeated request of the same creator is known.
    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    @Column(name = "created_at")
    Instant createdAt;

    /// Id at the provider that keeps the user.
    @Column(name = "external_id")
    @Nullable
    String externalId;

    /// Whether that provider has verified the address.
    @Column(name = "email_verified")
    boolean emailVerified;

    @Column(name = "updated_at")
    @Nullable
    Instant updatedAt;

    @Column(name = "deactivated_at")
    @Nullable
    Instant deactivatedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    UserRow() {}

    UserRow(UUID id, Caller creator, NewUser wish, @Nullable String idempotencyKey, Instant createdAt) {
        this.id = id;
        this.tenant = creator.tenant().value();
        this.email = wish.email();
        this.name = wish.name();
        this.createdBy = creator.subject();
        this.idempotencyKey = idempotencyKey;
        this.createdAt = createdAt;
    }

    /// Whether it is forgotten who this was. Everybody else has an address.
    boolean isErased() {
        return email.isEmpty();
    }

    boolean isFrom(NewUser wish) {
        return email.equals(wish.email()) && name.equals(wish.name());
    }
}
