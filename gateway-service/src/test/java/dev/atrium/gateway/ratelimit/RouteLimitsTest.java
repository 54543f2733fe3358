package dev.atrium.gateway.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.gateway.policy.Match;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.RouteTable;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.LimitsConfig;
import dev.atrium.platform.limit.NamedLimit;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.TenantLimits;
import dev.atrium.platform.limit.Whose;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `atrium.limits.routes`.
final class RouteLimitsTest {

    private static final RouteTable POLICY = new RouteTable(Policy.routes());

    private static final String ADDRESS = "203.0.113.5";
    private static final Route SEARCH = route(HttpMethod.GET, "/api/search");
    private static final Route MEMBER = route(HttpMethod.PUT, "/api/rooms/r/members/s");
    private static final Route ROOMS = route(HttpMethod.GET, "/api/rooms");

    private static final Map<String, String> CONFIGURED = Map.of(
            "atrium.limits.routes.search.match", "GET /api/search,PUT /api/rooms/{id}/members/{subject}",
            "atrium.limits.routes.search.per-ip", "100/1M",
            "atrium.limits.routes.search.per-key", "10/1M",
            "atrium.limits.routes.search.per-user", "20/1M",
            "atrium.limits.routes.search.per-tenant", "200/1M",
            "atrium.limits.scale", "2");

    @Test
    void aLimitConcernsItsRoutesAndNoOthers() {
        RouteLimits limits = new RouteLimits(config(CONFIGURED), POLICY);

        assertEquals(
                List.of(
                        new NamedLimit("search-per-ip", Whose.ADDRESS, Quota.of("100/1M"), Map.of()),
                        new NamedLimit("search-per-key", Whose.KEY, Quota.of("10/1M"), Map.of()),
                        new NamedLimit("search-per-user", Whose.USER, Quota.of("20/1M"), Map.of()),
                        new NamedLimit("search-per-tenant", Whose.TENANT, Quota.of("200/1M"), Map.of())),
                limits.of(SEARCH));
        assertEquals(limits.of(SEARCH), limits.of(MEMBER));
        assertSame(List.of(), limits.of(ROOMS));
    }

    @Test
    void aLimitOfAnAddressCountsRequestsAndHandshakes() {
        RouteLimits limits = new RouteLimits(
                config(Map.of(
                        "atrium.limits.routes.chat.match",
                        "GET /api/chat",
                        "atrium.limits.routes.chat.per-ip",
                        "10/1M")),
                POLICY);
        List<Route> rows = Policy.routes().stream()
                .filter(route -> route.path().toString().equals("/api/chat"))
                .toList();

        assertEquals(2, rows.size());
        rows.forEach(row -> assertEquals(1, limits.of(row).size(), row::toString));
    }

    @Test
    void aServicesNameStandsForAllOfItsRoutesOfWhichEachCountsOnce() {
        RouteLimits limits = new RouteLimits(
                config(Map.of(
                        "atrium.limits.routes.find.match", "search-service,GET /api/search",
                        "atrium.limits.routes.find.per-key", "1/1M")),
                POLICY);

        assertEquals(1, limits.of(SEARCH).size());
        assertSame(List.of(), limits.of(ROOMS));
    }

    @Test
    void severalLimitsMayConcernOneRoute() {
        RouteLimits limits = new RouteLimits(
                config(Map.of(
                        "atrium.limits.routes.a.match", "GET /api/rooms",
                        "atrium.limits.routes.a.per-key", "1/1M",
                        "atrium.limits.routes.b.match", "GET /api/rooms",
                        "atrium.limits.routes.b.per-key", "5/1H")),
                POLICY);

        assertEquals(
                Set.of("a-per-key", "b-per-key"),
                Set.copyOf(limits.of(ROOMS).stream().map(NamedLimit::policy).toList()));
    }

    @Test
    void everybodyIsChargedForTheirOwn() {
        LimitsConfig config = config(CONFIGURED);
        List<NamedLimit> search = new RouteLimits(config, POLICY).of(SEARCH);

        assertEquals(
                List.of("search-per-ip 203.0.113.5 200/60S", "search-per-key key:k1 20/60S"),
                charges(config, search, caller("key:k1", Anonymous.COMMONS)));
        assertEquals(
                List.of(
                        "search-per-ip 203.0.113.5 200/60S",
                        "search-per-user user:u1 40/60S",
                        "search-per-tenant acme 400/60S"),
                charges(config, search, caller("user:u1", new TenantId("acme"))));
        assertEquals(List.of("search-per-ip 203.0.113.5 200/60S"), charges(config, search, Anonymous.CALLER));
    }

    @Test
    void aTenantsFigureTakesThePlaceOfTheGeneralOneOfItsRoutesAndIsCountedForItself() {
        LimitsConfig config = config(with(Map.of(
                "atrium.limits.routes.search.tenants.acme.per-user", "500/1M",
                "atrium.limits.routes.search.tenants.acme.per-ip", "unlimited",
                "atrium.limits.tenants.acme.messages-per-user", "7/1M",
                "atrium.limits.routes.search.tenants.commons.per-key", "1/1M")));
        List<NamedLimit> search = new RouteLimits(config, POLICY).of(SEARCH);

        assertEquals(
                List.of("search-per-user acme:user:u1 1000/60S", "search-per-tenant acme 400/60S"),
                charges(config, search, caller("user:u1", new TenantId("acme"))));
        assertEquals(
                List.of(
                        "search-per-ip 203.0.113.5 200/60S",
                        "search-per-user user:u1 40/60S",
                        "search-per-tenant other 400/60S"),
                charges(config, search, caller("user:u1", new TenantId("other"))));
        assertEquals(
                List.of("search-per-ip 203.0.113.5 200/60S", "search-per-key commons:key:k1 2/60S"),
                charges(config, search, caller("key:k1", Anonymous.COMMONS)));
    }

    @Test
    void aTenantMayHaveAFigureWhereOthersHaveNone() {
        LimitsConfig config = config(Map.of(
                "atrium.limits.routes.search.match", "GET /api/search",
                "atrium.limits.routes.search.tenants.acme.per-user", "3/1M"));
        List<NamedLimit> search = new RouteLimits(config, POLICY).of(SEARCH);

        assertEquals(
                List.of("search-per-user acme:user:u1 3/60S"),
                charges(config, search, caller("user:u1", new TenantId("acme"))));
        assertEquals(List.of(), charges(config, search, caller("user:u1", new TenantId("other"))));
    }

    @Test
    void whatTheOperatorHasSetIsAboveWhatIsConfiguredForTheTenant() {
        LimitsConfig config = config(with(Map.of("atrium.limits.routes.search.tenants.acme.per-user", "500/1M")));
        RouteLimits limits = new RouteLimits(config, POLICY);
        TenantId acme = new TenantId("acme");
        Map<String, Quota> set = Map.of("search-per-user", Quota.of("3/1M"), "search-per-tenant", Quota.UNLIMITED);
        Charges charges = new Charges(config);

        charges.hold(new TenantLimits(Map.of(acme, set)));

        assertEquals(
                List.of("search-per-ip 203.0.113.5 200/60S", "search-per-user acme:user:u1 6/60S"),
                charges(charges, limits.of(SEARCH), caller("user:u1", acme)));
        assertEquals(Quota.of("6/1M"), charges.inForce(acme, limits.all()).get("search-per-user"));
        assertEquals(Quota.of("20/1M"), charges.inForce(acme, limits.all()).get("search-per-key"));
        charges.hold(TenantLimits.NONE);
        assertEquals(Quota.of("1000/1M"), charges.inForce(acme, limits.all()).get("search-per-user"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "acme.per-key   | 60   | search-per-key: '60' does not fit, it takes quotas with a time",
                "ACME.per-key   | 1/1M | 'ACME' is no tenant's id"
            })
    void whatATenantCannotHaveEndsTheStart(String setting, String quota, String complaint) {
        LimitsConfig config = config(with(Map.of("atrium.limits.routes.search.tenants." + setting, quota)));

        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new RouteLimits(config, POLICY));

        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("atrium.limits.routes.search: " + complaint), message);
    }

    @Test
    void aTenantsFigureForANameWithoutRoutesEndsTheStart() {
        ConfigValidationException refusal = assertThrows(
                ConfigValidationException.class,
                () -> config(with(Map.of("atrium.limits.routes.serch.tenants.acme.per-key", "1/1M"))));

        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("atrium.limits.routes.serch.match is required"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search   | GET /api/serch          | there is no route 'GET /api/serch'",
                "search   | POST /api/search        | there is no route 'POST /api/search'",
                "Search   | GET /api/search         | its name has 1 to 40 small letters",
                "search-  | GET /api/search         | its name has 1 to 40 small letters",
                "messages | GET /api/search         | there is a limit 'messages-per-key' already",
                "bytes    | GET /api/search         | it counts requests"
            })
    void whatCannotBeEndsTheStart(String name, String route, String complaint) {
        LimitsConfig config = config(Map.of(
                "atrium.limits.routes." + name + ".match", route, "atrium.limits.routes." + name + ".per-key", "1/1M"));

        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new RouteLimits(config, POLICY));

        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("atrium.limits.routes." + name + ": "), message);
        assertTrue(message.contains(complaint), message);
    }

    @Test
    void aLimitThatLimitsNothingEndsTheStart() {
        LimitsConfig config = config(Map.of("atrium.limits.routes.search.match", "GET /api/search"));

        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new RouteLimits(config, POLICY));

        assertEquals(
                "atrium.limits.routes.search: set at least one of per-ip, per-key, per-user and per-tenant",
                refusal.getMessage());
    }

    private static Map<String, String> with(Map<String, String> further) {
        Map<String, String> all = new HashMap<>(CONFIGURED);
        all.putAll(further);
        return all;
    }

    private static List<String> charges(LimitsConfig config, List<NamedLimit> limits, Caller caller) {
        return charges(new Charges(config), limits, caller);
    }

    private static List<String> charges(Charges charges, List<NamedLimit> limits, Caller caller) {
        return charges.of(Set.of(), limits, caller, ADDRESS, 0).stream()
                .map(charge -> charge.policy() + " " + charge.subject() + " " + charge.quota())
                .toList();
    }

    private static LimitsConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(LimitsConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(LimitsConfig.class);
    }

    private static Route route(HttpMethod method, String path) {
        return ((Match.Found) POLICY.match(method, path)).route();
    }

    private static Caller caller(String subject, TenantId tenant) {
        return new Caller(subject, tenant, "x", Set.of(), Set.of());
    }
}
