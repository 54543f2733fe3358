package dev.atrium.gateway.signin;

import dev.atrium.platform.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// An attempt to sign in, which only the browser that has begun it can complete.
///
/// @param state comes back from the provider
/// @param nonce comes back in the ID token
/// @param verifier proves to the provider that whoever brings the code has asked for it (PKCE, RFC 7636)
/// @param returnTo where the browser goes then
/// @param callback where the provider sends it
/// @param until when it can be completed at the latest
record Attempt(String state, String nonce, String verifier, String returnTo, String callback, Instant until) {

    /// As long as people need for their password, a second factor, and to find it.
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int RANDOM_BYTES = 32;

    static Attempt begin(SecureRandom random, String returnTo, String callback, Instant now) {
        return new Attempt(text(random), text(random), text(random), returnTo, callback, now.plus(LIFE));
    }

    /// What the provider is told of the verifier.
    String challenge() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(verifier));
    }

    boolean isFor(String presentedState, Instant now) {
        return MessageDigest.isEqual(
                        state.getBytes(StandardCharsets.UTF_8), presentedState.getBytes(StandardCharsets.UTF_8))
                && now.isBefore(until);
    }

    /// Does not show the secrets.
    @Override
    public String toString() {
        return "Attempt";
    }

    private static String text(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
