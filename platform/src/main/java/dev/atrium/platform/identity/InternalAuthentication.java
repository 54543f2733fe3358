package dev.atrium.platform.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.StringPermission;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.smallrye.jwt.runtime.auth.JWTAuthMechanism;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.security.Permission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// The one credential that is valid behind the gateway: the internal JWT (GW-5). Turns its claims into a [Caller] and
/// its `scope` claim into permissions, and refuses everything else with a problem document.
@Alternative
@Priority(1)
@ApplicationScoped
public class InternalAuthentication implements HttpAuthenticationMechanism, SecurityIdentityAugmentor {

    private static final int VERIFIED_MAX = 10_000;
    private static final Duration VERIFIED_LONGEST = Duration.ofMinutes(1);

    private final JWTAuthMechanism jwt;
    private final InstantSource clock;

    /// The gateway sends the same token many times; checking its signature costs more than most requests.
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(VERIFIED_MAX)
            .expireAfterWrite(VERIFIED_LONGEST)
            .executor(Runnable::run)
            .build();

    private record Verified(SecurityIdentity identity, Instant expires) {}

    public InternalAuthentication(JWTAuthMechanism jwt, InstantSource clock) {
        this.jwt = jwt;
        this.clock = clock;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String credential = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (credential == null) {
            return jwt.authenticate(context, providers);
        }
        Verified known = verified.getIfPresent(credential);
        return known != null && clock.instant().isBefore(known.expires())
                ? Uni.createFrom().item(known.identity())
                : jwt.authenticate(context, providers).invoke(identity -> remember(credential, identity));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return jwt.getChallenge(context);
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return Problem.send(
                context, ProblemType.UNAUTHENTICATED, "Only requests that come through the gateway are answered.");
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return jwt.getCredentialTypes();
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        Caller caller = TokenClaims.caller(token, identity.getRoles());
        Set<Permission> permissions =
                caller.scopes().stream().map(InternalAuthentication::permission).collect(Collectors.toSet());
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder(identity)
                        .addAttribute(CurrentCaller.ATTRIBUTE, caller)
                        .addPermissions(permissions)
                        .build());
    }

    /// The permission that `@PermissionsAllowed("rooms:write")` asks for.
    public static Permission permission(String scope) {
        String[] nameAndAction = scope.split(":", 2);
        return nameAndAction.length == 1
                ? new StringPermission(scope)
                : new StringPermission(nameAndAction[0], nameAndAction[1]);
    }

    private void remember(String credential, @Nullable SecurityIdentity identity) {
        if (identity != null && identity.getPrincipal() instanceof JsonWebToken token) {
            verified.put(credential, new Verified(identity, Instant.ofEpochSecond(token.getExpirationTime())));
        }
    }
}
