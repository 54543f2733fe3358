package dev.atrium.gateway.apikey;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A key that was neither revoked nor expired when it was looked up.
///
/// @param subject who acts when the key is used
/// @param expiresAt from when on it is refused; null: never
public record StoredKey(
        UUID id,
        TenantId tenant,
        String subject,
        String handle,
        Set<String> scopes,
        @Nullable Instant expiresAt) {

    public StoredKey {
        scopes = Set.copyOf(scopes);
    }

    public boolean isValidAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /// The caller that the key stands for. It has no roles: those are the identity provider's to give and to take
    /// away, and a key lives longer than an access token.
    public Caller caller() {
        return new Caller(subject, tenant, handle, Set.of(), scopes, expiresAt);
    }
}
