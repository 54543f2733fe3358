package dev.atrium.gateway.invitation;

import dev.atrium.platform.hash.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an invitation is accepted with: 256 random bits, of which only the SHA-256 is kept.
///
/// @param text 43 characters of base64url
record InvitationToken(String text) {

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    static InvitationToken generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new InvitationToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// @return empty for what cannot be one
    static Optional<InvitationToken> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new InvitationToken(text)) : Optional.empty();
    }

    String hash() {
        return Sha256.hex(text);
    }

    /// Does not show the token.
    @Override
    public String toString() {
        return "InvitationToken";
    }
}
