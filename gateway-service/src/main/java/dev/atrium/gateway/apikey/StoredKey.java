package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Membership;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A key that was neither revoked, expired nor disabled when it was looked up.
///
/// @param subject who acts when the key is used
/// @param expiresAt from when on it is refused; null: never
/// @param narrowedAt the database's time at which it was made good for less; what was opened with it
///     before has to end; null: never
/// @param membership what its maker is in the organisation that it was made in; null if that is none of
///     ours
public record StoredKey(
        UUID id,
        TenantId tenant,
        String subject,
        String handle,
        @Nullable String label,
        Set<String> scopes,
        @Nullable Instant expiresAt,
        @Nullable Instant narrowedAt,
        @Nullable Membership membership) {

    public StoredKey {
        scopes = Scopes.ofKey(Scopes.complete(scopes));
    }

    public boolean isValidAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /// What its holder is told of it.
    public CurrentKey current() {
        return new CurrentKey(id, label, Scopes.sorted(scopes), expiresAt);
    }

    /// The caller that the key stands for. It has no roles: those are the identity provider's to give
    /// and to take away, and a key lives longer than an access token. In an organisation it allows no
    /// more than its maker may now.
    public Caller caller() {
        return new Caller(subject, tenant, handle, Set.of(), allowed(), expiresAt);
    }

    private Set<String> allowed() {
        return membership == null ? scopes : membership.role().within(scopes);
    }
}
