package dev.atrium.gateway.signin;

import dev.atrium.gateway.tenancy.Tenancy;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jspecify.annotations.Nullable;

/// Reads a user from the claims of a token that was verified.
@ApplicationScoped
class ProviderUser {

    private final OidcConfig config;
    private final Tenancy tenancy;

    ProviderUser(OidcConfig config, Tenancy tenancy) {
        this.config = config;
        this.tenancy = tenancy;
    }

    /// The user in the tenant where it belongs.
    ///
    /// @param elsewhere whether the claims do not choose the organisation
    /// @throws ProblemException `unauthenticated` if the claims cannot stand for a caller of ours
    Caller of(JwtClaims claims, boolean elsewhere) {
        try {
            return tenancy.place(TokenCaller.of(
                    claims.getSubject(),
                    claims.getClaimValue(config.handleClaim()),
                    elsewhere || !tenancy.hasOrganisations() ? null : claims.getClaimValue(config.organisationClaim()),
                    roles(claims.getClaimsMap()),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue())));
        } catch (MalformedClaimException e) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The identity provider's token is malformed.", e);
        }
    }

    private Set<String> roles(Map<String, Object> claims) {
        return switch (claim(claims, config.rolesClaim())) {
            case null -> Set.of();
            case Collection<?> names -> names.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
            case Object names ->
                Arrays.stream(names.toString().split(" "))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
        };
    }

    /// Some providers name claims by URLs.
    private static @Nullable Object claim(Map<String, Object> claims, String nameOrPath) {
        Object found = claims.get(nameOrPath);
        if (found == null) {
            found = claims;
            for (String name : nameOrPath.split("/")) {
                found = member(found, name);
            }
        }
        return found;
    }

    private static @Nullable Object member(@Nullable Object claims, String name) {
        return claims instanceof Map<?, ?> map ? map.get(name) : null;
    }
}
