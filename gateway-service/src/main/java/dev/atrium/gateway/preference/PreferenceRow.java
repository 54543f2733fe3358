package dev.atrium.gateway.preference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `preferences`.
@Entity
@Table(name = "preferences")
class PreferenceRow extends PanacheEntityBase {

    @Id
    String subject;

    /// Where they were changed last; null: before that was kept.
    @Nullable
    String tenant;

    String document;

    long version;

    @Column(name = "updated_at")
    Instant updatedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    PreferenceRow() {}

    PreferenceRow(Caller caller, ObjectNode document, Instant now) {
        this.subject = caller.subject();
        this.tenant = caller.tenant().value();
        this.document = document.toString();
        this.version = 1;
        this.updatedAt = now;
    }

    static Uni<@Nullable PreferenceRow> of(String subject) {
        return PreferenceRow.<PreferenceRow>find("subject", subject).firstResult();
    }

    /// The same, locked until the transaction ends.
    static Uni<@Nullable PreferenceRow> lock(String subject) {
        return PreferenceRow.<PreferenceRow>find("subject", subject)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    void become(Caller caller, ObjectNode newDocument, Instant now) {
        tenant = caller.tenant().value();
        document = newDocument.toString();
        version++;
        updatedAt = now;
    }
}
