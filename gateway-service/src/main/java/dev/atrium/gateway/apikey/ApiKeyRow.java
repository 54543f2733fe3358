package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
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

    @Column(name = "rotated_at")
    @Nullable
    Instant rotatedAt;

    /// Until when secrets work that were replaced.
    @Column(name = "former_until")
    @Nullable
    Instant formerUntil;

    /// By which a repeated request of the same subject is known.
    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

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

    /// A key of the caller; null if there is none.
    static Uni<@Nullable ApiKeyRow> of(Caller caller, UUID id) {
        return query(caller, id).firstResult();
    }

    /// The same, to be changed: of several changes one comes after the other.
    static Uni<@Nullable ApiKeyRow> lock(Caller caller, UUID id) {
        return query(caller, id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    private static PanacheQuery<ApiKeyRow> query(Caller caller, UUID id) {
        return find("id = ?1 and subject = ?2", id, caller.subject());
    }

    /// What the key allows; there are older ones whose rows say more.
    Set<String> scopeSet() {
        return Scopes.ofKey(Set.of(scopes.split(" ")));
    }

    boolean isValidAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /// Whether both were made by the same wish of the same maker.
    boolean isLike(ApiKeyRow other) {
        return Objects.equals(label, other.label)
                && scopes.equals(other.scopes)
                && Objects.equals(expiresAt, other.expiresAt);
    }
}
