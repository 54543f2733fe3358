package dev.atrium.gateway.signin;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;

/// Knows who comes with an access token of the identity provider.
@Singleton
class AccessTokenIdentities {

    private final ProviderTokens tokens;
    private final ProviderUser users;
    private final OidcConfig config;
    private final Admission admission;

    AccessTokenIdentities(ProviderTokens tokens, ProviderUser users, OidcConfig config, Admission admission) {
        this.tokens = tokens;
        this.users = users;
        this.config = config;
        this.admission = admission;
    }

    /// Fails with a [ProblemException] `unauthenticated` for a token that is not right, `unavailable` if that cannot be
    /// checked, which says nothing about the token.
    ///
    /// @param chosen the organisation that the request names
    Uni<SecurityIdentity> identify(String token, Optional<TenantId> chosen) {
        return tokens.verified(token, config.audience())
                .map(found -> found.orElseThrow(AccessTokenIdentities::refused))
                .flatMap(claims -> admission
                        .admit(users.of(claims, chosen.isPresent()), chosen)
                        .map(identity -> byProvider(identity, claims)));
    }

    private static SecurityIdentity byProvider(SecurityIdentity identity, JwtClaims claims) {
        Object session = claims.getClaimValue("sid");
        return Identities.withEmail(
                Identities.byProvider(identity, session == null ? null : session.toString()),
                VerifiedEmail.of(claims).orElse(null));
    }

    private static ProblemException refused() {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED, "The access token is expired, or not one for this service.");
    }
}
