package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
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

    /// Null: it is enabled. The database itself writes down when the key was made good for less.
    @Column(name = "disabled_at")
    @Nullable
    Instant disabledAt;

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

    /// A key of the caller, to be changed; null if there is none. Of several changes one comes after
    /// the other.
    static Uni<@Nullable ApiKeyRow> lock(Caller caller, UUID id) {
        return query(caller, id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /// A key that the caller may see: its own, and as an administrator those of the organisation; null
    /// if there is none.
    static Uni<@Nullable ApiKeyRow> seenBy(Caller caller, UUID id) {
        return seen(caller, id).firstResult();
    }

    /// The same, to be changed.
    static Uni<@Nullable ApiKeyRow> lockSeenBy(Caller caller, UUID id) {
        return seen(caller, id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    private static PanacheQuery<ApiKeyRow> query(Caller caller, UUID id) {
        return find("id = ?1 and subject = ?2", id, caller.subject());
    }

    private static PanacheQuery<ApiKeyRow> seen(Caller caller, UUID id) {
        return caller.isAdmin() ? find("id", id) : query(caller, id);
    }

    /// What the key allows; there are older ones whose rows say more.
    Set<String> scopeSet() {
        return Scopes.ofKey(Set.of(scopes.split(" ")));
    }

    /// Whether it has neither ended nor been revoked; it may be disabled.
    boolean isValidAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /// @throws ProblemException `conflict` if the key has ended
    void demandValidAt(Instant now) {
        if (!isValidAt(now)) {
            throw new ProblemException(ProblemType.CONFLICT, "The key is revoked or expired; make another one.");
        }
    }

    /// Whether both were made by the same wish of the same maker.
    boolean isLike(ApiKeyRow other) {
        return Objects.equals(label, other.label)
                && scopes.equals(other.scopes)
                && Objects.equals(expiresAt, other.expiresAt);
    }
}
