package dev.atrium.gateway.session;

import org.jspecify.annotations.Nullable;

/// What is kept of the identity provider's own session, so that it can be ended with ours, and ours
/// with it.
///
/// @param id the claim `sid` of the ID token, or of the access token; null if the provider has no such name
/// @param sealedIdToken for the provider's log-out page; null if it cannot be kept
/// @param email the address that the provider has verified; null if it says of none
public record ProviderSession(
        @Nullable String id,
        @Nullable String sealedIdToken,
        @Nullable String email) {

    /// There is none, or nothing is known of it.
    public static final ProviderSession NONE = new ProviderSession(null, null, null);

    /// Does not show the token or the address.
    @Override
    public String toString() {
        return "ProviderSession[" + id + "]";
    }
}
