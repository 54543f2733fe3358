package dev.atrium.gateway.signin;

import dev.atrium.gateway.apikey.ApiKeyConfig;
import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.ticket.SubProtocols;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Identifies every request, before anything else is done with it. Credentials that are present must be right, also
/// where none are needed: whoever mistypes a key shall not become a spectator without noticing.
@Alternative
@Priority(1)
@Singleton
public class OutsideAuthentication implements HttpAuthenticationMechanism {

    private static final String TICKET = "ticket";
    private static final BiConsumer<RoutingContext, Throwable> FAIL = RoutingContext::fail;

    private final OutsideIdentities outside;
    private final SessionIdentities sessions;
    private final AccessTokenIdentities accessTokens;
    private final String keyPrefix;

    OutsideAuthentication(
            OutsideIdentities outside,
            SessionIdentities sessions,
            AccessTokenIdentities accessTokens,
            ApiKeyConfig keys) {
        this.outside = outside;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.keyPrefix = keys.prefix();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (CurrentRoute.of(context).destination() != Destination.GATEWAY) {
            // With Quarkus' own handler, Quarkus REST would look among its endpoints for what a service answers.
            context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, FAIL);
        }
        Optional<TenantId> chosen = Admission.chosen(context);
        Credentials credentials = Credentials.of(
                context.request().headers().getAll(HttpHeaders.AUTHORIZATION),
                ticket(context),
                sessions.cookie(context),
                keyPrefix);
        return switch (credentials) {
            case Credentials.AccessToken token -> accessTokens.identify(token.text(), chosen);
            case Credentials.SessionToken session -> sessions.byToken(session.text(), context, chosen);
            case Credentials.SessionCookie session -> sessions.byCookie(session.text(), context, chosen);
            case Credentials.None _, Credentials.Key _, Credentials.OneTimeTicket _, Credentials.Unreadable _ ->
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
        return Set.of();
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
