package dev.atrium.gateway.organisation;

import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.identity.TenantId;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `memberships`. The database itself writes down when the role was changed.
@Entity
@Table(name = "memberships")
class MemberRow extends PanacheEntityBase {

    @Id
    UUID id;

    String tenant;
    String subject;
    String handle;
    String role;

    @Column(name = "joined_at")
    Instant joinedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    MemberRow() {}

    MemberRow(UUID id, TenantId organisation, String subject, String handle, Role role, Instant joinedAt) {
        this.id = id;
        this.tenant = organisation.value();
        this.subject = subject;
        this.handle = handle;
        this.role = role.label();
        this.joinedAt = joinedAt;
    }

    /// A member of the transaction's organisation; null if there is none.
    static Uni<@Nullable MemberRow> of(String subject) {
        return MemberRow.<MemberRow>find("subject", subject).firstResult();
    }

    Role role() {
        return Role.labelled(role);
    }
}
