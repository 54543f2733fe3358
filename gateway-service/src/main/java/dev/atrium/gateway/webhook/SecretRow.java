package dev.atrium.gateway.webhook;

import dev.atrium.platform.web.Ids;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `webhook_secrets`.
@Entity
@Table(name = "webhook_secrets")
class SecretRow extends PanacheEntityBase {

    @Id
    UUID id;

    @Column(name = "source_id")
    UUID sourceId;

    String tenant;
    String sealed;

    /// Null for the present one.
    @Column(name = "valid_until")
    @Nullable
    Instant validUntil;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    SecretRow() {}

    SecretRow(SourceRow source, String sealed) {
        this.id = Ids.next();
        this.sourceId = source.id;
        this.tenant = source.tenant;
        this.sealed = sealed;
    }
}
