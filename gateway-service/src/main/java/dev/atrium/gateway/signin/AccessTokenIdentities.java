package dev.atrium.gateway.signin;

import dev.atrium.gateway.tenancy.Tenancy;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// Knows who comes with an access token of the identity provider, which quarkus-oidc verifies.
@Singleton
class AccessTokenIdentities {

    private final OidcAuthenticationMechanism oidc;
    private final OidcConfig config;
    private final Admission admission;
    private final Tenancy tenancy;

    AccessTokenIdentities(OidcAuthenticationMechanism oidc, OidcConfig config, Admission admission, Tenancy tenancy) {
        this.oidc = oidc;
        this.config = config;
        this.admission = admission;
        this.tenancy = tenancy;
    }

    /// Fails with a [ProblemException] `unauthenticated` for a token that is not right, `unavailable` if that cannot be
    /// checked.
    ///
    /// @param chosen the organisation that the request names
    Uni<SecurityIdentity> identify(
            RoutingContext context, IdentityProviderManager providers, Optional<TenantId> chosen) {
        return oidc.authenticate(context, providers)
                .onFailure()
                .transform(AccessTokenIdentities::explain)
                .onItem()
                .ifNull()
                .failWith(() -> new AuthenticationFailedException("access tokens are switched off"))
                .chain(verified -> admission
                        .admit(caller(verified, chosen.isPresent() || !tenancy.hasOrganisations()), chosen)
                        .map(identity -> byProvider(identity, (JsonWebToken) verified.getPrincipal())));
    }

    private static SecurityIdentity byProvider(SecurityIdentity identity, JsonWebToken token) {
        Object session = token.getClaim("sid");
        return Identities.withEmail(
                Identities.byProvider(identity, session == null ? null : session.toString()), email(token));
    }

    private static @Nullable String email(JsonWebToken token) {
        return VerifiedEmail.of(token.getClaim("email"), token.getClaim("email_verified"))
                .orElse(null);
    }

    /// @param elsewhere whether the token does not choose the organisation
    private Caller caller(SecurityIdentity verified, boolean elsewhere) {
        if (!(verified.getPrincipal() instanceof JsonWebToken token)) {
            throw new AuthenticationFailedException("not an access token");
        }
        return tenancy.place(TokenCaller.of(
                token.getSubject(),
                token.getClaim(config.handleClaim()),
                elsewhere ? null : token.getClaim(config.organisationClaim()),
                verified.getRoles(),
                Instant.ofEpochSecond(token.getExpirationTime())));
    }

    /// Tells a token that is wrong from a provider whose keys cannot be read, which says nothing about the token.
    private static Throwable explain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(AccessTokenIdentities::isOfProvider)
                ? new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "Access tokens cannot be checked at the moment; API keys can.",
                        failure)
                : new ProblemException(
                        ProblemType.UNAUTHENTICATED,
                        "The access token is expired, or not one for this service.",
                        failure);
    }

    private static boolean isOfProvider(Throwable cause) {
        return cause instanceof OIDCException
                || cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof VertxException;
    }
}
