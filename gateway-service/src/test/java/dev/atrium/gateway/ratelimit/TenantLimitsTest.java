package dev.atrium.gateway.ratelimit;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.redis.Redis;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.TenantLimits;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Limits that the operator sets for a tenant while the gateway runs.
@QuarkusTest
final class TenantLimitsTest {

    private static final String SCHEDULES = "/api/schedules";
    private static final String MESSAGES = "/api/rooms/r1/messages";

    @Inject
    Redis redis;

    private final AccessTokens provider = StandIn.fresh().provider();
    private final String operator = member("operators", "admin");
    private final People ada = People.stranger(provider);
    private final String home = ada.found();
    private final String path = "/api/tenants/" + home + "/limits";

    @Test
    void holdAtOnceAndAreToldToClients() {
        Answer set = put("{\"limits\":{\"messages-per-user\":\"2/1H\",\"open-sockets-per-user\":\"7\"}}");

        assertEquals("2/3600S", set.json().at("/set/messages-per-user").asText());
        assertEquals("7", set.json().at("/inForce/open-sockets-per-user").asText());
        assertTrue(set.json().at("/inForce").has("rooms-per-user"));
        assertEquals(set.json().path("set"), get().json().path("set"));
        Answer sent = send(home);
        assertEquals(200, sent.status(), sent.text());
        assertTrue(
                sent.header("RateLimit-Policy").contains("\"messages-per-user\";q=2;w=3600"),
                sent.header("RateLimit-Policy"));
        send(home);
        send(home).assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertEquals(200, ada.ask("POST", MESSAGES, "{}").status());

        assertEquals(204, send("DELETE", operator).status());
        assertEquals(200, send(home).status());
        assertEquals("{}", get().json().path("set").toString());
        assertEquals(List.of("organisation.create", "limits.set", "limits.set"), Database.deeds(home));
    }

    /// What is configured for single routes can be set as well.
    @Test
    void holdForSingleRoutesToo() {
        assertEquals(200, schedules(home).status());
        Answer set = put("{\"limits\":{\"plans-per-user\":\"1/1H\"}}");

        assertEquals("1/3600S", set.json().at("/set/plans-per-user").asText());
        assertEquals("1/3600S", set.json().at("/inForce/plans-per-user").asText());
        assertTrue(set.json().at("/inForce").has("plans-per-key"));
        assertTrue(schedules(home).header("RateLimit-Policy").contains("\"plans-per-user\";q=1;w=3600"), set.text());
        schedules(home).assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertEquals(200, ada.ask("GET", SCHEDULES).status());
        assertEquals(200, send(home).status());

        assertEquals(204, send("DELETE", operator).status());
        assertEquals(200, schedules(home).status());
    }

    @Test
    void roomsAreToldByRedis() {
        put("{\"limits\":{\"operations-per-user\":\"9/1M\"}}");
        TenantId tenant = new TenantId(home);

        await().until(() -> told().of(tenant).equals(Map.of("operations-per-user", Quota.of("9/60S"))));
        put("{\"limits\":{\"frames-per-user\":\"unlimited\"}}");
        await().until(() -> told().of(tenant).equals(Map.of("frames-per-user", Quota.UNLIMITED)));
        send("DELETE", operator);
        await().until(() -> told().of(tenant).isEmpty());
    }

    /// As another gateway would have written it.
    @Test
    void whatAnotherGatewayWasToldHoldsHereSoon() {
        Database.execute("set atrium.tenant = '" + home + "'; insert into tenant_limits values ('" + home
                + "', 'messages-per-user=1/1H', 'user:x', now())");

        await().until(() ->
                get().json().at("/inForce/messages-per-user").asText().equals("1/3600S"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"limits\":{}}",
                "{\"limits\":{\"thoughts-per-user\":\"1/1M\"}}",
                "{\"limits\":{\"messages-per-user\":\"60\"}}",
                "{\"limits\":{\"plans-per-user\":\"60\"}}",
                "{\"limits\":{\"plans-per-tenant\":\"60/1M\"}}",
                "{\"limits\":{\"messages-per-user\":\"0/1M\"}}",
                "{\"limits\":{\"messages-per-user\":\"1/2000D\"}}",
                "{\"limits\":{\"messages-per-user\":\"many\"}}",
                "{\"limits\":{\"messages-per-user\":null}}",
                "{\"limits\":{\"open-sockets-per-user\":\"60/1M\"}}",
                "{\"limits\":{\"downloaded-bytes-per-user\":\"999999999999999G/1D\"}}",
            })
    void whatIsNoLimitIsRefused(String wish) {
        Gateway.sendJson("PUT", path, wish, "Authorization", operator).assertProblem(ProblemType.INVALID_REQUEST);

        assertEquals("{}", get().json().path("set").toString());
    }

    @Test
    void nobodyElseSeesOrSetsAny() {
        String wish = "{\"limits\":{\"messages-per-user\":\"2/1H\"}}";
        for (String other : List.of(member("operators", "editor"), member("acme", "admin"), ada.token())) {
            Gateway.sendJson("PUT", path, wish, "Authorization", other).assertProblem(ProblemType.NOT_FOUND);
            send("GET", other).assertProblem(ProblemType.NOT_FOUND);
            send("DELETE", other).assertProblem(ProblemType.NOT_FOUND);
        }
        Gateway.send("GET", "/api/tenants/a%20b/limits", "Authorization", operator)
                .assertProblem(ProblemType.NOT_FOUND);
    }

    private Answer put(String wish) {
        Answer set = Gateway.sendJson("PUT", path, wish, "Authorization", operator);
        assertEquals(200, set.status(), set.text());
        return set;
    }

    private Answer get() {
        return send("GET", operator);
    }

    private Answer send(String method, String authorization) {
        return Gateway.send(method, path, "Authorization", authorization);
    }

    private Answer send(String organisation) {
        return ada.in(organisation, "POST", MESSAGES, "{}");
    }

    private Answer schedules(String organisation) {
        return ada.in(organisation, "GET", SCHEDULES);
    }

    private TenantLimits told() {
        return redis.send(Request.cmd(Command.GET).arg(TenantLimits.KEY))
                .map(told ->
                        told.map(text -> TenantLimits.parse(text.toString())).orElse(TenantLimits.NONE))
                .await()
                .atMost(Patience.USUAL);
    }

    private String member(String organisation, String role) {
        return "Bearer "
                + provider.sign(AccessTokens.claims(
                        "op-" + organisation,
                        Map.of("organization", List.of(organisation), "realm_access", Map.of("roles", List.of(role)))));
    }
}
