package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a service need not say again.
@QuarkusTest
final class RepresentationsTest {

    private static final String FIRST = "\"a.1\"";

    private final String path = "/api/rooms/" + Ids.next() + "/messages?limit=7";
    private final String key = Gateway.newKey();
    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
        says(FIRST, "{\"n\":1}");
    }

    @Test
    void whatTheServiceConfirmsIsGivenFromMemory() {
        Answer first = get(key);

        Answer again = get(Gateway.newKey());

        assertEquals(FIRST, asked());
        assertEquals(200, again.status());
        assertEquals("{\"n\":1}", again.text());
        for (String header : new String[] {"Content-Type", "Content-Length", "ETag", "Cache-Control"}) {
            assertEquals(first.header(header), again.header(header), header);
        }
        assertFalse(again.header("Date").isEmpty());
        assertTrue(again.header("RateLimit").contains("requests"));
    }

    @Test
    void whatHasChangedIsSaidAnew() {
        get(key);
        says("\"a.2\"", "{\"n\":2}");

        assertEquals("{\"n\":2}", get(key).text());
        assertEquals("{\"n\":2}", get(key).text());
        assertEquals("\"a.2\"", asked());
    }

    @Test
    void whoMayNotReadItAnyMoreIsToldSo() {
        get(key);
        services.answers(request -> request.response()
                .setStatusCode(404)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"status\":404}"));

        assertEquals(404, get(key).status());
    }

    @Test
    void nothingIsGivenWhereTheServiceDoesNotAnswer() {
        get(key);
        services.answers(request -> request.response()
                .setStatusCode(503)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"status\":503}"));

        assertEquals(503, get(key).status());
    }

    @Test
    void aClientThatHasItIsToldThatItIsUnchanged() {
        get(key);

        Answer known = Gateway.send("GET", path, "Authorization", key, "If-None-Match", FIRST);

        assertEquals(304, known.status());
        assertEquals("", known.text());
        assertEquals(FIRST, known.header("ETag"));
        assertEquals(
                200,
                Gateway.send("GET", path, "Authorization", key, "If-None-Match", "\"x\"")
                        .status());
    }

    @Test
    void anotherTenantAndAnotherQuestionStandAlone() {
        get(key);

        Gateway.send(
                "GET", path, "Authorization", "Bearer " + services.provider().token("ann", "acme"));
        assertNull(asked());
        Gateway.send("GET", path + "0", "Authorization", key);
        assertNull(asked());
        Gateway.send("GET", path, "Authorization", key, "Accept", "text/plain");
        assertNull(asked());
    }

    @Test
    void anAnswerWithoutAValidatorOrForItsCallerAloneIsNotKept() {
        services.answers(request ->
                request.response().putHeader("Content-Type", "application/json").end("{}"));
        get(key);
        get(key);
        assertNull(asked());

        services.answers(request -> request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("ETag", FIRST)
                .putHeader("Cache-Control", "private")
                .end("{}"));
        get(key);
        get(key);
        assertNull(asked());
    }

    @Test
    void whoHasNoCredentialsIsSpokenForAlsoAfterConfirmations() {
        Gateway.send("GET", path);
        Gateway.send("GET", path);
        assertEquals(FIRST, asked());
        services.answers(request -> request.response()
                .setStatusCode(503)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"status\":503}"));

        assertEquals("{\"n\":1}", Gateway.send("GET", path).text());
        assertEquals(503, get(key).status());
    }

    private Answer get(String credentials) {
        return Gateway.send("GET", path, "Authorization", credentials);
    }

    /// What the service was last asked to confirm.
    private @Nullable String asked() {
        return services.seen().getLast().headers().get("If-None-Match");
    }

    /// As room-service does.
    private void says(String tag, String body) {
        services.answers(request -> {
            HttpServerResponse response = request.response().putHeader("ETag", tag);
            if (tag.equals(request.getHeader("If-None-Match"))) {
                response.setStatusCode(304).end();
            } else {
                response.putHeader("Content-Type", "application/json").end(body);
            }
        });
    }
}
