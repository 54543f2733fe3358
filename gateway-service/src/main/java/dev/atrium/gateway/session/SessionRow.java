package dev.atrium.gateway.session;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `sessions`.
@Entity
@Table(name = "sessions")
class SessionRow extends PanacheEntityBase {

    @Id
    UUID id;

    String subject;

    /// Where the identity provider says that the user belongs.
    String tenant;

    /// In which the user works instead.
    @Nullable
    String organisation;

    String handle;

    /// Names separated by line feeds: a provider may have spaces in them.
    String roles;

    @Column(name = "user_agent")
    String userAgent;

    String address;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "last_seen_at")
    Instant lastSeenAt;

    /// When the session ends if no new token is fetched; brought forward when it is ended.
    @Column(name = "valid_until")
    Instant validUntil;

    /// When it ends at the latest.
    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    int generation;

    @Column(name = "refresh_hash")
    String refreshHash;

    @Column(name = "former_hash")
    @Nullable
    String formerHash;

    @Column(name = "replaced_at")
    @Nullable
    Instant replacedAt;

    /// The provider's name for its own session.
    @Column(name = "provider_session")
    @Nullable
    String providerSession;

    /// Sealed.
    @Column(name = "id_token")
    @Nullable
    String idToken;

    /// That the provider had verified when the session was opened.
    @Nullable
    String email;

    /// When the other services were told last of that address.
    @Column(name = "email_told_at")
    @Nullable
    Instant emailToldAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    SessionRow() {}

    SessionRow(UUID id, Caller user, Device device, Family family, Instant now, SessionConfig config) {
        this.id = id;
        this.subject = user.subject();
        this.tenant = user.tenant().value();
        this.handle = user.handle();
        this.roles = String.join("\n", new TreeSet<>(user.roles()));
        this.createdAt = now;
        this.expiresAt = now.plus(config.absolute());
        this.refreshHash = family.present();
        seen(device, now, config.idle());
        become(family);
    }

    /// The session if it is the transaction's subject's, locked until the transaction ends.
    static Uni<@Nullable SessionRow> lock(UUID id) {
        return SessionRow.<SessionRow>find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    boolean isLiveAt(Instant now) {
        return endedAt == null && now.isBefore(validUntil);
    }

    Family family() {
        return new Family(generation, refreshHash, formerHash, replacedAt);
    }

    final void become(Family family) {
        generation = family.generation();
        refreshHash = family.present();
        formerHash = family.former();
        replacedAt = family.replacedAt();
    }

    final void seen(Device device, Instant now, Duration idle) {
        userAgent = device.userAgent();
        address = device.address();
        lastSeenAt = now;
        Instant idleUntil = now.plus(idle);
        validUntil = idleUntil.isBefore(expiresAt) ? idleUntil : expiresAt;
    }

    void end(Instant now) {
        endedAt = now;
        validUntil = now;
    }

    /// What others are told of its end.
    Event ended() {
        return new Event.SessionEnded(new TenantId(tenant), subject, id.toString());
    }

    SessionClaims claims() {
        Set<String> names = roles.isEmpty() ? Set.of() : Set.of(roles.split("\n"));
        return new SessionClaims(id, subject, new TenantId(tenant), handle, names, organisation, email, expiresAt);
    }
}
