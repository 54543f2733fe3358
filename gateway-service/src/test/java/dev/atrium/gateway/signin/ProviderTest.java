package dev.atrium.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.upstream.Inquiry;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Json;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A provider that does it another way than Keycloak.
final class ProviderTest {

    private static final Attempt ATTEMPT =
            new Attempt("state", "nonce", "verifier", "/", "https://atrium.test/callback", Instant.MAX);

    private final Vertx vertx = Vertx.vertx();
    private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    private final List<Optional<String>> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final AccessTokens keys = AccessTokens.withNewKey();
    private List<String> methods = List.of("client_secret_post", "private_key_jwt");
    private HttpServer server =
            await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    private Provider provider = provider();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void aSecretGoesIntoTheFormWhereTheProviderWantsItThere() {
        assertTrue(exchange().isPresent());

        assertEquals("s e+cret", forms.getFirst().get("client_secret"));
        assertEquals(Optional.empty(), authorizations.getFirst());
    }

    @Test
    void otherwiseItGoesIntoTheHeader() {
        for (List<String> taken : List.of(List.<String>of(), List.of("client_secret_post", "client_secret_basic"))) {
            methods = taken;
            provider = provider();
            forms.clear();
            authorizations.clear();

            assertTrue(exchange().isPresent());

            assertEquals(Optional.of("Basic YXRyaXVtLXdlYjpzK2UlMkJjcmV0"), authorizations.getFirst());
            assertFalse(forms.getFirst().containsKey("client_secret"));
        }
    }

    @Test
    void keysThatAreKnownDoWhileTheProviderIsAwayAndOthersDoNot() {
        String known = keyId();
        await(server.close());

        Patience.await().until(() -> isUnavailable("another"));

        now.set(Instant.EPOCH.plus(Duration.ofDays(1)));
        assertEquals(
                known, result(provider.keys(known)).getJsonWebKeys().getFirst().getKeyId());
    }

    /// What was fetched seconds ago is given again, also if the key is not among it.
    private boolean isUnavailable(String id) {
        try {
            result(provider.keys(id));
            return false;
        } catch (CompletionException e) {
            return e.getCause() instanceof ProblemException problem && problem.type() == ProblemType.UNAVAILABLE;
        }
    }

    @Test
    void keysAreAskedForAnewFromTimeToTime() {
        String former = keyId();
        int before = asked.size();
        result(provider.keys(former));
        assertEquals(before, asked.size());

        now.set(Instant.EPOCH.plus(Duration.ofMinutes(11)));
        Patience.await().until(() -> {
            result(provider.keys(former));
            return asked.size() > before;
        });
    }

    private String keyId() {
        return result(provider.keys()).getJsonWebKeys().getFirst().getKeyId();
    }

    private Optional<Provider.Tokens> exchange() {
        return result(provider.exchange(ATTEMPT, "code"));
    }

    private Provider provider() {
        OidcConfig config = new SmallRyeConfigBuilder()
                .withMapping(OidcConfig.class)
                .withDefaultValue("atrium.oidc.issuer", issuer())
                .withDefaultValue("atrium.oidc.secret", "s e+cret")
                .build()
                .getConfigMapping(OidcConfig.class);
        return new Provider(new Inquiry(vertx), config, now::get);
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    private void answer(HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            case "/.well-known/openid-configuration" -> request.response().end(discovery());
            case "/keys" -> {
                asked.add(request.path());
                request.response().end(keys.keySet());
            }
            case "/token" -> giveTokens(request);
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void giveTokens(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.endHandler(_ -> {
            Map<String, String> form = new TreeMap<>();
            request.formAttributes().forEach(attribute -> form.put(attribute.getKey(), attribute.getValue()));
            forms.add(form);
            authorizations.add(Optional.ofNullable(request.getHeader("Authorization")));
            request.response().end("{\"id_token\":\"a.b.c\",\"access_token\":\"opaque\",\"token_type\":\"Bearer\"}");
        });
    }

    private String discovery() {
        Map<String, Object> document = new TreeMap<>(Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "authorize",
                "token_endpoint", issuer() + "token",
                "jwks_uri", issuer() + "keys"));
        if (!methods.isEmpty()) {
            document.put("token_endpoint_auth_methods_supported", methods);
        }
        return Json.write(document);
    }

    private static <T> T result(Uni<T> uni) {
        return uni.subscribeAsCompletionStage().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
