package dev.atrium.platform.identity;

import jakarta.json.JsonNumber;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// Reads the claims that [InternalTokens] writes.
final class TokenClaims {

    private TokenClaims() {}

    /// @param token verified
    static Caller caller(JsonWebToken token, Set<String> roles) {
        String scopes = token.<String>claim("scope").orElse("");
        return new Caller(
                token.getSubject(),
                new TenantId(token.<String>claim("tenant").orElseThrow()),
                token.<String>claim("handle").orElseThrow(),
                roles,
                Arrays.stream(scopes.split(" ")).filter(s -> !s.isEmpty()).collect(Collectors.toSet()),
                until(token.getClaim(InternalTokens.UNTIL)));
    }

    private static @Nullable Instant until(@Nullable Object claim) {
        return switch (claim) {
            case Number seconds -> Instant.ofEpochSecond(seconds.longValue());
            case JsonNumber seconds -> Instant.ofEpochSecond(seconds.longValue());
            case null, default -> null;
        };
    }
}
