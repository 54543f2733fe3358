package dev.atrium.gateway.apikey;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// A row of `api_key_former_secrets`.
@Entity
@Table(name = "api_key_former_secrets")
class FormerSecretRow extends PanacheEntityBase {

    @Id
    @Column(name = "key_hash")
    String keyHash;

    @Column(name = "key_id")
    UUID keyId;

    String tenant;

    @Column(name = "replaced_at")
    Instant replacedAt;

    @Column(name = "valid_until")
    Instant validUntil;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    FormerSecretRow() {}

    /// The present secret of a key, which is to be replaced.
    FormerSecretRow(ApiKeyRow key, Instant replacedAt, Instant validUntil) {
        this.keyHash = key.keyHash;
        this.keyId = key.id;
        this.tenant = key.tenant;
        this.replacedAt = replacedAt;
        this.validUntil = validUntil;
    }
}
