package dev.atrium.gateway.policy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Addresses;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.Quotas;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.upstream.Backends;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.Limit;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.TestStack;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Walks the policy table: each route with every kind of caller.
@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "parts", value = "postgres,kafka,redis"))
@QuarkusTestResource(Addresses.class)
final class PolicyTableTest {

    private static final RouteTable POLICY = new RouteTable(Policy.routes());

    /// What comes back no sooner, one by one, is not back before it was asked for.
    private static final Duration SLOWLY = Duration.ofSeconds(30);

    private static final String UNKNOWN = "Bearer mai_" + "0".repeat(23) + "XETVk";
    private static String good = "";
    private static String revoked = "";

    @Inject
    Quotas quotas;

    @Inject
    Charges charges;

    private StandIn services = StandIn.fresh();

    @BeforeAll
    static void keys() {
        StandIn.fresh();
        good = "Bearer "
                + Gateway.createKey(Json.write(Map.of("scopes", Scopes.OF_KEYS)))
                        .path("key")
                        .asText();
        JsonNode key = Gateway.createKey("{}");
        revoked = "Bearer " + key.path("key").asText();
        String path = "/api/keys/" + key.path("id").asText();
        assertEquals(204, Gateway.send("DELETE", path, "Authorization", revoked).status());
    }

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    /// What comes beyond is not counted at all; a few names are not of the table.
    @Test
    void metricsHaveRoomForEachPath() {
        long paths = Policy.routes().stream().map(Route::path).distinct().count();

        int room = ConfigProvider.getConfig()
                .getValue("quarkus.micrometer.binder.http-server.max-uri-tags", Integer.class);

        assertTrue(paths + Backends.MOST + 20 <= room, paths + " paths");
    }

    /// Services that were away are left alone for a while: not the concern of the tests that come next.
    @AfterAll
    static void servicesAnswerAgain() {
        StandIn.fresh();
        await().until(() -> Gateway.send("GET", "/api/rooms").status() == 200);
    }

    static Stream<Route> routes() {
        return Policy.routes().stream();
    }

    static Stream<Route> services() {
        return routes().filter(route -> route.destination() != Destination.GATEWAY)
                .filter(route -> route.transport() == Route.Transport.HTTP);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void withoutCredentialsOneGetsInOnlyWhereItIsSaid(Route route) {
        Answer answer = ask(route);

        if (route.access().anonymous()) {
            assertAdmitted(answer);
        } else {
            answer.assertProblem(ProblemType.UNAUTHENTICATED);
            assertEquals("Bearer", answer.header("WWW-Authenticate"));
            assertEquals(List.of(), services.seen());
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void wrongCredentialsAreRefusedEvenWhereNoneAreNeeded(Route route) {
        for (String wrong : List.of(UNKNOWN, revoked, good + "x", "Bearer mai_", "Bearer a.b.c", "Basic YTpi")) {
            ask(route, "Authorization", wrong).assertProblem(ProblemType.UNAUTHENTICATED);
        }
        assertEquals(List.of(), services.seen());
    }

    /// Before anything else is looked at.
    @ParameterizedTest
    @MethodSource("routes")
    void whoeverComesTooOftenIsRefused(Route route) throws Exception {
        String address = Quotas.freshAddress();
        quotas.use(Limit.REQUESTS_PER_IP, 0, Quotas.network(address));

        Answer answer = ask(route, "X-Forwarded-For", address, "Authorization", good);

        answer.assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
        assertEquals(List.of(), services.seen());
    }

    /// Each limit of each thing that a route is counted as, of each kind of caller that it admits.
    /// Where so much may be used that it comes back at once (bytes), the tests of the feature show it.
    @ParameterizedTest
    @MethodSource("counted")
    void whoeverHasUsedUpWhatARouteIsCountedAsIsRefused(Route route) throws Exception {
        Set<Usage> counted = EnumSet.copyOf(route.uses());
        counted.remove(Usage.REQUESTS);
        for (Visitor visitor : visitors(route)) {
            Caller caller = new Caller(visitor.subject(), TenantId.COMMONS, "x", Set.of(), Set.of());
            for (Charge charge : charges.of(counted, caller, Quotas.network(visitor.address()), 1)) {
                Quota quota = charge.quota();
                if (quota.window().dividedBy(quota.amount()).compareTo(SLOWLY) < 0) {
                    continue;
                }
                quotas.useUp(charge);

                Answer answer = ask(route, visitor.headers());

                answer.assertProblem(ProblemType.QUOTA_EXCEEDED);
                assertTrue(answer.text().contains(charge.policy()), charge + ": " + answer.text());
                assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
            }
        }
        assertEquals(List.of(), services.seen());
    }

    /// Without the rows that an ordinary request does not meet, because another one has the same address.
    static Stream<Route> counted() {
        return routes().filter(route -> route.uses().size() > 1)
                .filter(route -> POLICY.match(route.method(), route.path().toString()) instanceof Match.Found found
                        && found.route().equals(route));
    }

    /// Somebody who has used nothing yet.
    ///
    /// @param headers names and values in turn
    private record Visitor(String subject, String address, String... headers) {}

    private List<Visitor> visitors(Route route) {
        List<Visitor> visitors = new ArrayList<>();
        People user = People.stranger(services.provider());
        visitors.add(visitor(user.subject(), user.token()));
        if (route.access().scope().stream().allMatch(Scopes.OF_KEYS::contains)) {
            String key = Gateway.newKey();
            Answer me = Gateway.send("GET", "/api/me", "Authorization", key);
            visitors.add(visitor(me.json().path("subject").asText(), key));
        }
        if (route.access().anonymous()) {
            String address = Quotas.freshAddress();
            visitors.add(new Visitor(Caller.ANONYMOUS, address, "X-Forwarded-For", address));
        }
        return visitors;
    }

    private static Visitor visitor(String subject, String authorization) {
        String address = Quotas.freshAddress();
        return new Visitor(subject, address, "X-Forwarded-For", address, "Authorization", authorization);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aKeyWithoutTheScopeIsRefused(Route route) {
        String scope = route.access().scope().orElse("");
        String other = scope.equals(Scopes.ROOMS_READ) ? Scopes.FILES_READ : Scopes.ROOMS_READ;
        String key = "Bearer "
                + Gateway.createKey("{\"scopes\":[\"" + other + "\"]}")
                        .path("key")
                        .asText();

        Answer answer = ask(route, "Authorization", key);

        if (scope.isEmpty()) {
            assertAdmitted(answer);
        } else {
            answer.assertProblem(ProblemType.FORBIDDEN);
            assertTrue(answer.json().path("detail").asText().contains(scope));
            assertEquals(List.of(), services.seen());
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aKeyWithAllItsScopesGetsInEverywhereButToSessions(Route route) {
        Answer answer = ask(route, "Authorization", good);

        if (route.access().scope().stream().allMatch(Scopes.OF_KEYS::contains)) {
            assertAdmitted(answer);
        } else {
            answer.assertProblem(ProblemType.FORBIDDEN);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceThatIsNotThereIsUnavailable(Route route) {
        services.away();

        // At first a connection that was kept may still seem to be there, and breaks off.
        await().pollDelay(Duration.ZERO).untilAsserted(() -> {
            Answer answer = ask(route, "Authorization", good);
            answer.assertProblem(ProblemType.UNAVAILABLE);
            assertEquals("2", answer.header("Retry-After"));
        });
    }

    @Test
    void whatIsNotListedIsNotThereForAnybody() {
        for (String path : List.of("/internal/files/1/derive", "/openapi", "/q/health/ready", "/q/metrics", "/api/x")) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                Gateway.send(method, path).assertProblem(ProblemType.NOT_FOUND);
                Gateway.send(method, path, "Authorization", good).assertProblem(ProblemType.NOT_FOUND);
            }
        }
        assertEquals(List.of(), services.seen());
    }

    @Test
    void anotherMethodIsToldFromNothing() {
        Answer answer = Gateway.send("PATCH", "/api/rooms", "Authorization", good);

        answer.assertProblem(ProblemType.METHOD_NOT_ALLOWED);
        assertEquals("GET, POST", answer.header("Allow"));
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        for (String path : List.of("/", "/api/health", "/api/rooms", "/api/keys", "/api/x", "/ui/none", "/ui/api/")) {
            Answer answer = Gateway.send("GET", path);

            assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
            assertEquals("no-referrer", answer.header("Referrer-Policy"), path);
            assertTrue(answer.header("Content-Security-Policy").contains("frame-ancestors 'none'"), path);
            assertFalse(answer.header("Content-Security-Policy").contains("unsafe"), path);
            assertFalse(answer.header("X-Request-Id").isEmpty(), path);
            assertTrue(
                    answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty(), path);
        }
    }

    private static Answer ask(Route route, String... headers) {
        String path = route.path().toString().replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000");
        return Gateway.send(route.method().name(), path, headers);
    }

    /// Whatever else the answer says: the caller was not turned away.
    private static void assertAdmitted(Answer answer) {
        assertFalse(Set.of(401, 403, 405).contains(answer.status()), answer.status() + " " + answer.text());
    }
}
