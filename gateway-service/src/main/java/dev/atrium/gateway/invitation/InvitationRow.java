package dev.atrium.gateway.invitation;

import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A row of `invitations`.
@Entity
@Table(name = "invitations")
class InvitationRow extends PanacheEntityBase {

    @Id
    UUID id;

    String tenant;
    String email;
    String role;

    /// Ids, separated by spaces.
    String teams;

    @Column(name = "token_hash")
    String tokenHash;

    /// Subject of who invites.
    @Column(name = "invited_by")
    String invitedBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "sent_at")
    Instant sentAt;

    int sends;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "accepted_at")
    @Nullable
    Instant acceptedAt;

    @Column(name = "accepted_by")
    @Nullable
    String acceptedBy;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;

    /// By which a repeated request of the same inviter is known.
    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    InvitationRow() {}

    /// What is still missing comes with [#sent].
    @SuppressWarnings("NullAway.Init")
    InvitationRow(UUID id, Caller inviter, NewInvitation wish, @Nullable String idempotencyKey, Instant createdAt) {
        this.id = id;
        this.tenant = inviter.tenant().value();
        this.email = wish.email();
        this.role = wish.role().label();
        this.teams = wish.teamIds().stream().map(UUID::toString).collect(Collectors.joining(" "));
        this.invitedBy = inviter.subject();
        this.idempotencyKey = idempotencyKey;
        this.createdAt = createdAt;
    }

    Role role() {
        return Role.labelled(role);
    }

    List<UUID> teamIds() {
        return teams.isEmpty()
                ? List.of()
                : Arrays.stream(teams.split(" ")).map(UUID::fromString).toList();
    }

    /// It is sent now, with this token; a former one is worth nothing any more.
    void sent(InvitationToken token, Instant now, Instant until) {
        tokenHash = token.hash();
        sentAt = now;
        sends++;
        expiresAt = until;
    }

    Invitation.Status statusAt(Instant now) {
        if (acceptedAt != null) {
            return Invitation.Status.ACCEPTED;
        }
        if (revokedAt != null) {
            return Invitation.Status.REVOKED;
        }
        return now.isBefore(expiresAt) ? Invitation.Status.OPEN : Invitation.Status.EXPIRED;
    }

    boolean isFrom(NewInvitation wish) {
        return email.equalsIgnoreCase(wish.email())
                && role() == wish.role()
                && teamIds().equals(wish.teamIds());
    }
}
