package dev.atrium.gateway.signin;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/// What the provider tells of a user who signs in, in up to three places; which of them has what differs
/// from provider to provider. All are of the same subject.
///
/// @param id the ID token's claims
/// @param access those of the access token; null if it is none for us
/// @param info those of UserInfo (OpenID Connect Core, 5.3); null if it was not asked, or has nothing to
///     say
record Told(
        JwtClaims id, @Nullable JwtClaims access, @Nullable JwtClaims info) {

    /// @param other claims of whomever
    /// @return the claims if they are of the same subject; else null
    @Nullable
    JwtClaims ifSame(JwtClaims other) {
        Object subject = id.getClaimValue("sub");
        return subject != null && subject.equals(other.getClaimValue("sub")) ? other : null;
    }

    Told withAccess(Optional<JwtClaims> claims) {
        return new Told(id, claims.map(this::ifSame).orElse(null), info);
    }

    Told withInfo(Optional<JwtClaims> claims) {
        return new Told(id, access, claims.map(this::ifSame).orElse(null));
    }

    /// Whether it is known who it is to others, and where mails reach it.
    ///
    /// @param handleClaim the name of the claim with the handle
    boolean isEnough(String handleClaim) {
        return handle(handleClaim).isPresent() && email().isPresent();
    }

    /// The user's claims. Where the access token is one for us, they are its own but for the handle, so
    /// that the user may the same in a session as with the token; else the ID token's, and what UserInfo
    /// adds to them.
    JwtClaims user(String handleClaim) {
        Map<String, Object> claims = new HashMap<>();
        if (access == null) {
            if (info != null) {
                claims.putAll(info.getClaimsMap());
            }
            claims.putAll(id.getClaimsMap());
        } else {
            claims.putAll(access.getClaimsMap());
            handle(handleClaim).ifPresent(handle -> claims.putIfAbsent(handleClaim, handle));
        }
        JwtClaims user = new JwtClaims();
        claims.forEach(user::setClaim);
        return user;
    }

    /// The address that one of the places says is verified.
    Optional<String> email() {
        return places().flatMap(claims -> VerifiedEmail.of(claims).stream()).findFirst();
    }

    /// When the provider said it, by its clock, in whole seconds; long ago if it does not say (OpenID Connect Core, 2).
    Instant at() {
        return id.getClaimValue("iat") instanceof Number seconds
                ? Instant.ofEpochSecond(seconds.longValue())
                : Instant.EPOCH;
    }

    /// The full name (OpenID Connect Core, 5.1) that one of the places says; else empty.
    String name() {
        return claim("name").map(Object::toString).orElse("");
    }

    private Optional<Object> handle(String handleClaim) {
        return claim(handleClaim);
    }

    private Optional<Object> claim(String name) {
        return places().map(claims -> claims.getClaimValue(name))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Stream<JwtClaims> places() {
        return Stream.of(Optional.ofNullable(access), Optional.of(id), Optional.ofNullable(info))
                .flatMap(Optional::stream);
    }
}
