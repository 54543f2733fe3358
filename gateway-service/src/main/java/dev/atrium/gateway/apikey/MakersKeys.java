package dev.atrium.gateway.apikey;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/// Ends keys whose makers may not act any more. Works in the running transaction, and on its tenant's
/// keys only; other gateways refuse them within a second of its commit, and end their sockets.
public final class MakersKeys {

    private MakersKeys() {}

    /// Ends the keys of one maker.
    ///
    /// @return how many
    public static Uni<Integer> revoke(String subject, Instant now) {
        return ApiKeyRow.update("revokedAt = ?1 where subject = ?2 and revokedAt is null", now, subject);
    }

    /// Ends all keys of the tenant.
    ///
    /// @return how many
    public static Uni<Integer> revokeAll(Instant now) {
        return ApiKeyRow.update("revokedAt = ?1 where revokedAt is null", now);
    }
}
