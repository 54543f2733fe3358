package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Scopes;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A key as its owner sees it.
///
/// @param key the key itself, in the answer to its creation and to each rotation; never again
/// @param createdBy subject of its owner, as whom it acts
/// @param handle the name under which its holder appears to others; empty when it is forgotten who that was
/// @param enabled false: it is refused until it is enabled again
/// @param lastUsedAt to the minute; absent if it was never used
/// @param formerUntil until when the secrets work, or worked, that the last rotation replaced
public record ApiKey(
        UUID id,
        @Nullable String key,
        String createdBy,
        String handle,
        @Nullable String label,
        Set<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        boolean enabled,
        @Nullable Instant lastUsedAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant formerUntil,
        @Nullable Instant revokedAt) {

    static ApiKey listed(ApiKeyRow row) {
        return of(row, null);
    }

    /// With the key itself.
    static ApiKey issued(ApiKeyRow row, String key) {
        return of(row, key);
    }

    private static ApiKey of(ApiKeyRow row, @Nullable String key) {
        return new ApiKey(
                row.id,
                key,
                row.subject,
                row.handle,
                row.label,
                Scopes.sorted(row.scopeSet()),
                row.createdAt,
                row.expiresAt,
                row.disabledAt == null,
                row.lastUsedAt,
                row.rotatedAt,
                row.formerUntil,
                row.revokedAt);
    }

    /// Does not show the key.
    @Override
    public String toString() {
        return "ApiKey[" + id + "]";
    }
}
