package dev.atrium.media.storage;

import dev.atrium.platform.identity.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An object that must leave the store at a time, unless a file has it by then. Carried out by [Sweeper].
@Entity
@Table(name = "object_removal")
public class ObjectRemoval {

    @Id
    UUID id;

    @Column(nullable = false, updatable = false)
    String tenant;

    @Column(name = "object_key", nullable = false, updatable = false)
    String objectKey;

    @Nullable
    @Column(updatable = false)
    String sha256;

    @Column(name = "due_at", nullable = false, updatable = false)
    Instant dueAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ObjectRemoval() {}

    ObjectRemoval(UUID id, TenantId tenant, ObjectKey key, Instant dueAt) {
        this.id = id;
        this.tenant = tenant.value();
        this.objectKey = key.value();
        this.sha256 = key.sha256();
        this.dueAt = dueAt;
    }
}
