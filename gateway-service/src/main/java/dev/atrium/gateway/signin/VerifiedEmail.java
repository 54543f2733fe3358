package dev.atrium.gateway.signin;

import java.util.Optional;
import org.jose4j.jwt.JwtClaims;

/// Reads an e-mail address from claims (OpenID Connect Core, 5.1). It counts only where the provider says
/// with it that it has verified it: everybody can claim an address.
final class VerifiedEmail {

    private VerifiedEmail() {}

    /// @param claims some providers send `email_verified` as text
    static Optional<String> of(JwtClaims claims) {
        return "true".equals(String.valueOf(claims.getClaimValue("email_verified")))
                ? Optional.ofNullable(claims.getClaimValue("email"))
                        .map(Object::toString)
                        .filter(address -> !address.isBlank())
                : Optional.empty();
    }
}
