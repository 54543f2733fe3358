package dev.atrium.gateway.signin;

import dev.atrium.gateway.session.ProviderSession;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.seal.Seal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jose4j.jwt.JwtClaims;

/// Signs users in by the authorization code flow (OpenID Connect Core, 3.1) with PKCE.
@ApplicationScoped
class SignIns {

    /// Where sealed ID tokens are kept.
    static final String ID_TOKEN_PLACE = "id token";

    private final Provider provider;
    private final ProviderTokens tokens;
    private final ProviderUser users;
    private final Seal seal;
    private final OidcConfig config;

    SignIns(Provider provider, ProviderTokens tokens, ProviderUser users, Seal seal, OidcConfig config) {
        this.provider = provider;
        this.tokens = tokens;
        this.users = users;
        this.seal = seal;
        this.config = config;
    }

    /// Who has signed in.
    ///
    /// @param name the full name; empty if the provider does not say it
    /// @param at when the provider said so
    record SignedIn(Caller user, String name, Instant at, ProviderSession session) {}

    /// Where a browser has to go for an attempt.
    Uni<URI> page(Attempt attempt) {
        Map<String, String> query = new TreeMap<>(Map.of(
                "response_type", "code",
                "client_id", config.client(),
                "redirect_uri", attempt.callback(),
                "scope", config.scope(),
                "state", attempt.state(),
                "nonce", attempt.nonce(),
                "code_challenge", attempt.challenge(),
                "code_challenge_method", "S256"));
        // Its keys are asked for anew when they are some seconds old: nobody is sent to a provider that is away.
        return provider.keys().chain(() -> provider.metadata()).map(found -> withQuery(found.authorization(), query));
    }

    /// Who the code stands for with which a browser has come back.
    ///
    /// @throws ProblemException `unauthenticated` if the provider does not say so
    Uni<SignedIn> complete(Attempt attempt, String code) {
        return provider.exchange(attempt, code)
                .map(found -> found.orElseThrow(() -> refused("The identity provider does not know this attempt.")))
                .flatMap(found -> tokens.verified(found.idToken(), config.client())
                        .map(id -> idClaims(id, attempt))
                        .flatMap(id -> told(new Told(id, null, null), found.accessToken()))
                        .map(told -> signedIn(told, found.idToken())));
    }

    /// Where the provider can be asked to end its own session too; empty if it cannot be asked.
    ///
    /// @param back where the browser shall go then
    Uni<Optional<URI>> logOutPage(ProviderSession session, String back) {
        Map<String, String> query =
                new TreeMap<>(Map.of("client_id", config.client(), "post_logout_redirect_uri", back));
        Optional.ofNullable(session.sealedIdToken())
                .flatMap(kept -> seal.open(kept, ID_TOKEN_PLACE))
                .ifPresent(token -> query.put("id_token_hint", token));
        return provider.metadata()
                .map(found -> Optional.ofNullable(found.logOut()).map(page -> withQuery(page, query)))
                // One is signed out here all the same.
                .onFailure(ProblemException.class)
                .recoverWithItem(Optional.empty());
    }

    private static JwtClaims idClaims(Optional<JwtClaims> claims, Attempt attempt) {
        JwtClaims id = claims.orElseThrow(() -> refused("The identity provider's answer cannot be verified."));
        if (!attempt.nonce().equals(id.getClaimValue("nonce"))) {
            throw refused("The identity provider's answer belongs to another attempt.");
        }
        return id;
    }

    private Uni<Told> told(Told byId, String accessToken) {
        return tokens.verified(accessToken, config.audience())
                .map(byId::withAccess)
                .flatMap(told -> told.isEnough(config.handleClaim())
                        ? Uni.createFrom().item(told)
                        : provider.userInfo(accessToken).map(told::withInfo));
    }

    private SignedIn signedIn(Told told, String idToken) {
        return new SignedIn(
                users.of(told.user(config.handleClaim()), false), told.name(), told.at(), session(told, idToken));
    }

    private ProviderSession session(Told told, String idToken) {
        Object name = told.id().getClaimValue("sid");
        return new ProviderSession(
                name == null ? null : name.toString(),
                seal.close(idToken, ID_TOKEN_PLACE),
                told.email().orElse(null));
    }

    private static URI withQuery(URI page, Map<String, String> query) {
        String separator = page.getRawQuery() == null ? "?" : "&";
        return URI.create(page + separator + Provider.form(query));
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail + " Sign in again.");
    }
}
