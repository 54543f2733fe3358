package dev.atrium.jobs.moderation.rule;

import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is looked for, where, and what is done about it.
///
/// @param room null: in all rooms of the tenant
/// @param createdAt messages of before are not looked at
/// @param secret what a hook's requests are signed with, sealed; null for other checks
public record Rule(
        TenantId tenant,
        UUID id,
        @Nullable String room,
        String name,
        Check check,
        Action action,
        boolean enabled,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String secret) {

    /// Does not show the secret.
    @Override
    public String toString() {
        return "Rule[" + tenant + "/" + id + "]";
    }
}
