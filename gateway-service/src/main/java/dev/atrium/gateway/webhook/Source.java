package dev.atrium.gateway.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A source as those see it who registered it.
///
/// @param action what is done with its deliveries; null: nothing
/// @param actionBy subject of who has said so, on whose behalf it is done; null if nothing is
/// @param url where it delivers, on this gateway
/// @param secret a secret that was made here, in the answer that tells of it; never again
public record Source(
        UUID id,
        String name,
        Scheme scheme,
        SourceType type,
        @Nullable SourceAction action,
        @Nullable String actionBy,
        String url,
        @Nullable String secret,
        String createdBy,
        Instant createdAt) {

    static Source of(SourceRow row, @Nullable String secret) {
        return new Source(
                row.id,
                row.name,
                Scheme.valueOf(row.scheme),
                SourceType.valueOf(row.type),
                row.action(),
                row.actionBy,
                "/api/webhooks/" + row.id,
                secret,
                row.createdBy,
                row.createdAt);
    }

    static Source listed(SourceRow row) {
        return of(row, null);
    }

    /// Does not show the secret.
    @Override
    public String toString() {
        return "Source[" + id + "]";
    }
}
