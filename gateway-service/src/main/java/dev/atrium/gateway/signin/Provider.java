package dev.atrium.gateway.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.edge.Shared;
import dev.atrium.gateway.upstream.Inquiry;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// The OpenID Connect provider as a client of it sees it: what it tells of itself (OpenID Connect
/// Discovery), its keys, its tokens for a code, and what it says of users. Fails with a
/// [ProblemException] `unavailable` where it does not answer as it should.
@ApplicationScoped
class Provider {

    private static final Logger LOG = Logger.getLogger(Provider.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEEP = Duration.ofMinutes(10);

    /// Keys are asked for anew when a token names one that is not known, but not for each such token.
    private static final Duration KEEP_KEYS = Duration.ofSeconds(3);

    /// Keys that are known do while the provider is away, which is not found out anew for each token.
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String SECRET_BASIC = "client_secret_basic";
    private static final String SECRET_POST = "client_secret_post";

    private static final int OK = 200;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final Inquiry inquiry;
    private final OidcConfig config;
    private final InstantSource clock;
    private final Shared<Metadata> metadata = new Shared<>(KEEP, this::discover);
    private final Shared<JsonWebKeySet> keys = new Shared<>(KEEP_KEYS, this::fetchKeys);

    /// Null until they were asked for.
    private volatile @Nullable KnownKeys known;

    Provider(Inquiry inquiry, OidcConfig config, InstantSource clock) {
        this.inquiry = inquiry;
        this.config = config;
        this.clock = clock;
    }

    /// Where the provider does what.
    ///
    /// @param secretInForm whether the client's secret is sent as `client_secret_post`
    /// @param userInfo null if it says nothing of users but in tokens
    /// @param logOut null if it cannot be asked to log out
    record Metadata(
            URI authorization,
            URI token,
            boolean secretInForm,
            URI keys,
            @Nullable URI userInfo,
            @Nullable URI logOut) {}

    /// @param until when they are asked for anew
    private record KnownKeys(JsonWebKeySet keys, Instant until) {

        boolean have(String id) {
            return keys.getJsonWebKeys().stream().anyMatch(key -> id.equals(key.getKeyId()));
        }
    }

    /// What a code is worth.
    ///
    /// @param accessToken may be of any form
    record Tokens(String idToken, String accessToken) {
        /// Does not show the tokens.
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    Uni<Metadata> metadata() {
        return metadata.get();
    }

    /// The keys of now, or of seconds ago.
    Uni<JsonWebKeySet> keys() {
        return keys.get();
    }

    /// Keys with one of this id, if there is one: those of minutes ago will do, and while the provider is
    /// away also older ones.
    Uni<JsonWebKeySet> keys(String id) {
        KnownKeys present = known;
        if (present == null || !present.have(id)) {
            return keys();
        }
        return clock.instant().isBefore(present.until())
                ? Uni.createFrom().item(present.keys())
                : keys().onFailure(ProblemException.class).recoverWithItem(() -> remember(present.keys(), PAUSE));
    }

    /// The tokens for a code.
    ///
    /// @return empty if the provider says that the code is worth nothing
    Uni<Optional<Tokens>> exchange(Attempt attempt, String code) {
        return metadata()
                .flatMap(found -> exchange(found, attempt, code))
                .onFailure(Provider::isUnexplained)
                .transform(Provider::unavailable)
                .map(this::tokens);
    }

    private Uni<Inquiry.Answer> exchange(Metadata found, Attempt attempt, String code) {
        Map<String, String> form = new TreeMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", attempt.callback(),
                "client_id", config.client(),
                "code_verifier", attempt.verifier()));
        MultiMap headers = accepted();
        headers.set(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
        config.secret().ifPresent(secret -> {
            if (found.secretInForm()) {
                form.put("client_secret", secret);
            } else {
                headers.set(HttpHeaders.AUTHORIZATION, basic(secret));
            }
        });
        return inquiry.post(found.token(), headers, form(form), PATIENCE);
    }

    /// What the provider says of the user whom an access token is of; whose it is must still be checked.
    ///
    /// @return empty if it does not say anything of users so, or not for this token
    Uni<Optional<JwtClaims>> userInfo(String accessToken) {
        MultiMap headers = accepted().set(HttpHeaders.AUTHORIZATION, "Bearer " + accessToken);
        return metadata()
                .flatMap(found -> found.userInfo() == null
                        ? Uni.createFrom().item(Optional.<JwtClaims>empty())
                        : ask(found.userInfo(), headers).map(Provider::userClaims));
    }

    private static Optional<JwtClaims> userClaims(Inquiry.Answer answer) {
        if (isRefusal(answer)) {
            LOG.warnf("the identity provider tells nothing of a user: status=%d", answer.status());
            return Optional.empty();
        }
        demandOk(answer);
        try {
            return Optional.of(JwtClaims.parse(answer.body().toString()));
        } catch (InvalidJwtException e) {
            throw unavailable(e);
        }
    }

    /// The query or body of a request.
    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private Optional<Tokens> tokens(Inquiry.Answer answer) {
        if (isRefusal(answer)) {
            JsonNode error = json(answer).path("error");
            LOG.warnf("the identity provider refuses a code: status=%d error=%s", answer.status(), error);
            return Optional.empty();
        }
        demandOk(answer);
        JsonNode tokens = json(answer);
        return Optional.of(new Tokens(
                tokens.path("id_token").asText(), tokens.path("access_token").asText()));
    }

    private Uni<Metadata> discover() {
        String url = config.issuer().replaceAll("/$", "") + "/.well-known/openid-configuration";
        return get(URI.create(url)).map(this::described);
    }

    private Metadata described(JsonNode document) {
        String issuer = document.path("issuer").asText();
        if (!issuer.equals(config.issuer())) {
            throw unavailable(new IllegalStateException(
                    "atrium.oidc.issuer is '" + config.issuer() + "', but the provider calls itself '" + issuer + "'"));
        }
        return new Metadata(
                address(document, "authorization_endpoint"),
                address(document, "token_endpoint"),
                takesSecretInForm(document.path("token_endpoint_auth_methods_supported")),
                address(document, "jwks_uri"),
                addressIfAny(document, "userinfo_endpoint"),
                addressIfAny(document, "end_session_endpoint"));
    }

    /// Without a word it takes `client_secret_basic` (OpenID Connect Discovery, 3).
    private static boolean takesSecretInForm(JsonNode methods) {
        List<String> names = StreamSupport.stream(methods.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return names.contains(SECRET_POST) && !names.contains(SECRET_BASIC);
    }

    private static URI address(JsonNode document, String name) {
        URI address = addressIfAny(document, name);
        if (address == null) {
            throw unavailable(new IllegalStateException("the identity provider tells no " + name));
        }
        return address;
    }

    private static @Nullable URI addressIfAny(JsonNode document, String name) {
        String url = document.path(name).asText();
        return url.isEmpty() ? null : URI.create(url);
    }

    private Uni<JsonWebKeySet> fetchKeys() {
        return metadata()
                .flatMap(found -> get(found.keys()))
                .map(Provider::keySet)
                .map(fetched -> remember(fetched, KEEP));
    }

    private JsonWebKeySet remember(JsonWebKeySet keySet, Duration keep) {
        known = new KnownKeys(keySet, clock.instant().plus(keep));
        return keySet;
    }

    private static JsonWebKeySet keySet(JsonNode document) {
        try {
            return new JsonWebKeySet(document.toString());
        } catch (JoseException e) {
            throw unavailable(e);
        }
    }

    private Uni<JsonNode> get(URI url) {
        return ask(url, accepted()).invoke(Provider::demandOk).map(Provider::json);
    }

    private Uni<Inquiry.Answer> ask(URI url, MultiMap headers) {
        return inquiry.get(url, headers, PATIENCE)
                .onFailure(Provider::isUnexplained)
                .transform(Provider::unavailable);
    }

    private static boolean isRefusal(Inquiry.Answer answer) {
        return answer.status() >= CLIENT_ERROR && answer.status() < SERVER_ERROR;
    }

    private static JsonNode json(Inquiry.Answer answer) {
        try {
            return Json.read(answer.body().getBytes(), JsonNode.class);
        } catch (UncheckedIOException e) {
            throw unavailable(e);
        }
    }

    private static void demandOk(Inquiry.Answer answer) {
        if (answer.status() != OK) {
            throw unavailable(new IllegalStateException("the identity provider answered " + answer.status()));
        }
    }

    private static boolean isUnexplained(Throwable failure) {
        return !(failure instanceof ProblemException);
    }

    private static ProblemException unavailable(Throwable cause) {
        LOG.warnf("the identity provider is of no use at the moment: error=%s", cause.getMessage());
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "The identity provider does not answer, so nobody can sign in at the moment. API keys and running"
                        + " sessions work.",
                cause);
    }

    private static MultiMap accepted() {
        return MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.ACCEPT, "application/json");
    }

    /// RFC 6749, 2.3.1: each part is encoded as in a form first.
    private String basic(String secret) {
        String both = encode(config.client()) + ":" + encode(secret);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
