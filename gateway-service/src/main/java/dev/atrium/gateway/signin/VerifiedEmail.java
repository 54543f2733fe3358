package dev.atrium.gateway.signin;

import jakarta.json.JsonString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an e-mail address from the claims of a token (OpenID Connect Core, 5.1). It counts only where
/// the provider says that it has verified it: everybody can claim an address.
final class VerifiedEmail {

    private VerifiedEmail() {}

    /// @param email the claim `email`
    /// @param verified the claim `email_verified`; some providers send it as text
    static Optional<String> of(@Nullable Object email, @Nullable Object verified) {
        return "true".equals(text(verified))
                ? Optional.ofNullable(text(email)).filter(address -> !address.isBlank())
                : Optional.empty();
    }

    private static @Nullable String text(@Nullable Object claim) {
        return switch (claim) {
            case null -> null;
            case JsonString json -> json.getString();
            default -> claim.toString();
        };
    }
}
