package dev.atrium.gateway.proxy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What callers without credentials are told while a service does not answer.
@QuarkusTest
final class SnapshotsTest {

    private final String path = "/api/rooms/" + Ids.next() + "/messages?limit=7";
    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
        said("{\"n\":1}", _ -> {});
    }

    /// A service that was away is left alone for a while: not the concern of the tests that come next.
    @AfterEach
    void servicesAnswerAgain() {
        StandIn.fresh();
        await().until(() ->
                Gateway.send("GET", "/api/rooms", "Cache-Control", "no-cache").status() == 200);
    }

    @Test
    void whatAnybodyMayReadIsReadWhileItsServiceIsAway() {
        said("{\"n\":1}", response -> response.putHeader("ETag", "\"v1\"").putHeader("Link", "<x>; rel=\"next\""));
        Answer live = Gateway.send("GET", path);
        services.away();

        Answer again = Gateway.send("GET", path);

        assertEquals(200, again.status());
        assertEquals("{\"n\":1}", again.text());
        assertEquals(live.header("Content-Type"), again.header("Content-Type"));
        assertEquals("\"v1\"", again.header("ETag"));
        assertEquals("<x>; rel=\"next\"", again.header("Link"));
        assertFalse(again.header("Date").isEmpty());
        assertTrue(Integer.parseInt(again.header("Age")) >= 0);
        assertEquals("atrium; hit; detail=service-unavailable", again.header("Cache-Status"));
        assertEquals("no-store", again.header("Cache-Control"));
        assertTrue(again.headers().firstValue("Retry-After").isEmpty());
        assertTrue(again.header("RateLimit").contains("requests-per-ip"));
        assertTrue(live.headers().firstValue("Age").isEmpty());
    }

    @Test
    void nobodyIsGivenAnAnswerToAnotherQuestion() {
        String key = Gateway.newKey();
        Gateway.send("GET", path);
        services.away();

        unavailable(Gateway.send("GET", path + "0"));
        unavailable(Gateway.send("GET", path, "Accept", "text/plain"));
        unavailable(Gateway.send("GET", path, "Authorization", key));
        unavailable(Gateway.send("GET", path, "Cache-Control", "no-cache"));
    }

    @Test
    void whatSomebodyWithCredentialsIsToldNobodyElseIs() {
        Gateway.send("GET", path, "Authorization", Gateway.newKey());
        services.away();

        unavailable(Gateway.send("GET", path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cache-Control    | private, no-cache",
                "Cache-Control    | no-store",
                "Set-Cookie       | a=b",
                "Vary             | Accept-Language",
                "Content-Encoding | gzip"
            })
    void whatIsNotForAllIsNotKept(String header, String value) {
        said("{}", response -> response.putHeader(header, value));
        Gateway.send("GET", path);
        services.away();

        unavailable(Gateway.send("GET", path));
    }

    @Test
    void aLargeAnswerIsNotKept() {
        said("x".repeat(65_537), _ -> {});
        assertEquals(200, Gateway.send("GET", path).status());
        services.away();

        unavailable(Gateway.send("GET", path));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void whatIsNotThereAnyMoreIsForgotten(int status) {
        Gateway.send("GET", path);
        said("{}", response -> response.setStatusCode(status).putHeader("Content-Type", "application/problem+json"));
        Gateway.send("GET", path);
        services.away();

        unavailable(Gateway.send("GET", path));
    }

    @Test
    void aServiceThatBreaksOffOrSaysItIsUnavailableIsSpokenFor() {
        Gateway.send("GET", path);

        services.answers(request -> request.connection().close());
        assertEquals("{\"n\":1}", Gateway.send("GET", path).text());
        for (String type : new String[] {"application/problem+json", "text/html"}) {
            said(
                    "{}",
                    response -> response.setStatusCode(503)
                            .putHeader("Retry-After", "7")
                            .putHeader("Content-Type", type));
            Answer answer = Gateway.send("GET", path);
            assertEquals("{\"n\":1}", answer.text());
            assertTrue(answer.headers().firstValue("Retry-After").isEmpty());
        }
        said("{\"n\":2}", _ -> {});
        assertEquals("{\"n\":2}", Gateway.send("GET", path).text());
    }

    @Test
    void whatIsAskedForWithHeadOrOfOtherRoutesIsNotKept() {
        String live = path.replace("/messages?limit=7", "/live");
        Gateway.send("HEAD", path);
        Gateway.send("GET", live);
        services.away();

        unavailable(Gateway.send("GET", path));
        unavailable(Gateway.send("GET", live));
    }

    private void said(String body, Consumer<HttpServerResponse> more) {
        services.answers((HttpServerRequest request) -> {
            HttpServerResponse response = request.response().putHeader("Content-Type", "application/json");
            more.accept(response);
            response.end(body);
        });
    }

    /// A connection that was kept may still seem to be there, and break off.
    private static void unavailable(Answer answer) {
        answer.assertProblem(answer.status() == 502 ? ProblemType.BAD_GATEWAY : ProblemType.UNAVAILABLE);
    }
}
