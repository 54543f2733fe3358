package dev.atrium.gateway.signin;

import dev.atrium.gateway.apikey.ApiKeyConfig;
import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.tenancy.Tenancy;
import dev.atrium.gateway.ticket.SubProtocols;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// Identifies every request, before anything else is done with it. Credentials that are present must be right, also
/// where none are needed: whoever mistypes a key shall not become a spectator without noticing.
@Alternative
@Priority(1)
@Singleton
public class OutsideAuthentication implements HttpAuthenticationMechanism {

    private static final String TICKET = "ticket";

    private final OidcAuthenticationMechanism oidc;
    private final OidcConfig config;
    private final OutsideIdentities outside;
    private final Admission admission;
    private final SessionIdentities sessions;
    private final Tenancy tenancy;
    private final String keyPrefix;

    OutsideAuthentication(
            OidcAuthenticationMechanism oidc,
            OidcConfig config,
            OutsideIdentities outside,
            Admission admission,
            SessionIdentities sessions,
            Tenancy tenancy,
            ApiKeyConfig keys) {
        this.oidc = oidc;
        this.config = config;
        this.outside = outside;
        this.admission = admission;
        this.sessions = sessions;
        this.tenancy = tenancy;
        this.keyPrefix = keys.prefix();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        Optional<TenantId> chosen = Admission.chosen(context);
        Credentials credentials = Credentials.of(
                context.request().headers().getAll(HttpHeaders.AUTHORIZATION),
                ticket(context),
                sessions.cookie(context),
                keyPrefix);
        return switch (credentials) {
            case Credentials.AccessToken _ -> byAccessToken(context, providers, chosen);
            case Credentials.SessionToken session -> sessions.byToken(session.text(), context, chosen);
            case Credentials.SessionCookie session -> sessions.byCookie(session.text(), context, chosen);
            default ->
                outside.identify(credentials)
                        .map(identity -> Admission.demandWithin(identity, CurrentCaller.of(identity), chosen));
        };
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom()
                .item(new ChallengeData(ProblemType.UNAUTHENTICATED.status(), "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return Problem.send(context, ProblemType.UNAUTHENTICATED, ProblemType.UNAUTHENTICATED.cause());
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    private Uni<SecurityIdentity> byAccessToken(
            RoutingContext context, IdentityProviderManager providers, Optional<TenantId> chosen) {
        return oidc.authenticate(context, providers)
                .onFailure()
                .transform(OutsideAuthentication::explain)
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
                        .anyMatch(OutsideAuthentication::isOfProvider)
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

    private static Optional<String> ticket(RoutingContext context) {
        if (CurrentRoute.of(context).transport() != Route.Transport.WEBSOCKET) {
            return Optional.empty();
        }
        List<String> protocols = context.request().headers().getAll(SubProtocols.HEADER);
        return context.queryParam(TICKET).stream()
                .findFirst()
                .or(() -> SubProtocols.of(protocols).ticket());
    }
}
