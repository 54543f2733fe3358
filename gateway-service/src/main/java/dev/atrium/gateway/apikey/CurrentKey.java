package dev.atrium.gateway.apikey;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The key that a request came with.
///
/// @param scopes what the key allows at most
/// @param expiresAt from when on it is refused; of a former secret its own end; absent: never
public record CurrentKey(
        UUID id,
        @Nullable String label,
        Set<String> scopes,
        @Nullable Instant expiresAt) {

    /// Attribute of the security identity that holds this; absent if the request came with no key.
    public static final String ATTRIBUTE = "atrium.apikey";

    /// Attribute of the security identity: the database's time at which the key had been made good for
    /// less ([StoredKey#narrowedAt]); absent: never, or the request came with no key.
    public static final String NARROWED_ATTRIBUTE = "atrium.apikey.narrowed";
}
