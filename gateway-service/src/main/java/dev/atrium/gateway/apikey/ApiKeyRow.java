package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `api_keys`.
@Entity
@Table(name = "api_keys")
class ApiKeyRow extends PanacheEntityBase {

    @Id
    UUID id;

    String tenant;
    String subject;
    String handle;

    @Nullable
    String label;

    /// Separated by spaces, as in the internal token.
    String scopes;

    @Column(name = "key_hash")
    String keyHash;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;

    @Column(name = "last_used_at")
    @Nullable
    Instant lastUsedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    ApiKeyRow() {}

    ApiKeyRow(UUID id, KeyHash hash, Caller owner, Set<String> scopes, Instant createdAt) {
        this.id = id;
        this.keyHash = hash.hex();
        this.tenant = owner.tenant().value();
        this.subject = owner.subject();
        this.handle = owner.handle();
        this.scopes = String.join(" ", Scopes.sorted(scopes));
        this.createdAt = createdAt;
    }

    Set<String> scopeSet() {
        return Set.of(scopes.split(" "));
    }
}
