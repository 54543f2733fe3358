package dev.atrium.gateway.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class PreferencesTest {

    private static final String PATH = "/api/me/preferences";
    private static final String AUTHORIZATION = "Authorization";

    private final String user = "u-" + UUID.randomUUID();
    private StandIn services = StandIn.fresh();
    private String bearer = "";

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
        bearer = "Bearer " + services.provider().token(user, "acme");
    }

    @Test
    void thereAreNoneAtFirstAndTheyArePutAndMerged() {
        assertEquals("{}", get().text());

        assertEquals(200, put("{\"theme\":\"dark\",\"mail\":{\"daily\":true}}").status());
        Gateway.Answer patched = patch("{\"theme\":null,\"mail\":{\"weekly\":true}}");

        assertEquals("{\"mail\":{\"daily\":true,\"weekly\":true}}", patched.text());
        assertEquals(patched.text(), get().text());
        assertEquals(patched.header("ETag"), get().header("ETag"));
    }

    @Test
    void theyBelongToThePersonInEveryOrganisationAndToNobodyElse() {
        put("{\"theme\":\"dark\"}");
        String atGlobex = "Bearer " + services.provider().token(user, "globex");
        String other = "Bearer " + services.provider().token("other-" + user, "acme");

        assertEquals(
                "{\"theme\":\"dark\"}",
                Gateway.send("GET", PATH, AUTHORIZATION, atGlobex).text());
        assertEquals("{}", Gateway.send("GET", PATH, AUTHORIZATION, other).text());
        Gateway.send("GET", PATH).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void aChangeOfWhatIsNotThereAnyMoreIsRefused() {
        String none = get().header("ETag");
        String first = put("{\"a\":1}").header("ETag");
        assertNotEquals(none, first);

        assertEquals(200, put("{\"a\":2}", "If-Match", first).status());
        put("{\"a\":3}", "If-Match", first).assertProblem(ProblemType.PRECONDITION_FAILED);
        put("{\"a\":3}", "If-None-Match", "*").assertProblem(ProblemType.PRECONDITION_FAILED);

        assertEquals("{\"a\":2}", get().text());
        assertEquals(304, get("If-None-Match", get().header("ETag")).status());
    }

    /// As two tabs do in which somebody chooses something for the first time.
    @Test
    void ofTwoWhoHaveReadThatThereAreNoneOneIsRefused() {
        String none = get().header("ETag");

        put("{\"a\":0}", "If-Match", "\"7\"").assertProblem(ProblemType.PRECONDITION_FAILED);
        assertEquals(200, put("{\"a\":1}", "If-Match", none).status());
        put("{\"a\":2}", "If-Match", none).assertProblem(ProblemType.PRECONDITION_FAILED);

        assertEquals("{\"a\":1}", get().text());
    }

    @Test
    void whoeverWantsToBeTheFirstIsNotTheSecond() {
        assertEquals(200, put("{\"a\":1}", "If-None-Match", "*").status());
        put("{\"a\":2}", "If-None-Match", "*").assertProblem(ProblemType.PRECONDITION_FAILED);
    }

    @Test
    void ofChangesAtTheSameTimeNoneIsLost() throws Exception {
        List<Callable<Integer>> changes = IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(
                        i -> () -> patch("{\"p" + i + "\":" + i + "}").status())
                .toList();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.invokeAll(changes).forEach(change -> assertEquals(200, change.resultNow()));
        }

        assertEquals(8, get().json().size());
    }

    @Test
    void whatIsTooMuchOrNoObjectIsRefused() {
        put("{\"a\":\"" + "x".repeat(16 << 10) + "\"}").assertProblem(ProblemType.TOO_LARGE);
        put("{\"a\":\"" + "x".repeat(10_000) + "\"}");
        patch("{\"b\":\"" + "x".repeat(10_000) + "\"}").assertProblem(ProblemType.TOO_LARGE);
        for (String text : List.of("[]", "1", "\"a\"", "{", "")) {
            put(text).assertProblem(ProblemType.INVALID_REQUEST);
        }
        patch("7").assertProblem(ProblemType.INVALID_REQUEST);
        put("{}", "If-Match", "nonsense").assertProblem(ProblemType.INVALID_REQUEST);
    }

    private Gateway.Answer get(String... headers) {
        return Gateway.send("GET", PATH, with(headers));
    }

    private Gateway.Answer put(String json, String... headers) {
        return Gateway.sendJson("PUT", PATH, json, with(headers));
    }

    private Gateway.Answer patch(String json) {
        return Gateway.send(
                "PATCH",
                PATH,
                HttpRequest.BodyPublishers.ofString(json),
                AUTHORIZATION,
                bearer,
                "Content-Type",
                "application/merge-patch+json");
    }

    private String[] with(String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = AUTHORIZATION;
        all[1] = bearer;
        return all;
    }
}
