package dev.atrium.gateway.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.gateway.policy.Match;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.RouteTable;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.LimitsConfig;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.TenantLimits;
import dev.atrium.platform.limit.Usage;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ChargesTest {

    private static final RouteTable POLICY = new RouteTable(Policy.routes());

    private static final String ADDRESS = "203.0.113.5";
    private static final Route POST_MESSAGE = route(HttpMethod.POST, "/api/rooms/r/messages");
    private static final Route READ_MESSAGES = route(HttpMethod.GET, "/api/rooms/r/messages");
    private static final Route UPLOAD = route(HttpMethod.POST, "/api/upload");
    private static final Caller KEY = caller("key:k1", Anonymous.COMMONS);
    private static final Caller USER = caller("user:u1", new TenantId("acme"));

    private final Charges charges = with(Map.of());

    @Test
    void aKeyPaysForItsMessages() {
        assertEquals(
                Map.of(
                        "requests-per-ip", "203.0.113.5 1200/60S",
                        "requests-per-key", "key:k1 600/60S",
                        "messages-per-ip", "203.0.113.5 1200/60S",
                        "messages-per-key", "key:k1 60/60S"),
                texts(charges.of(POST_MESSAGE.uses(), KEY, ADDRESS, 10)));
    }

    @Test
    void aUserPaysAndTheUsersOrganisation() {
        assertEquals(
                Map.of(
                        "requests-per-ip", "203.0.113.5 1200/60S",
                        "requests-per-user", "user:u1 600/60S",
                        "requests-per-tenant", "acme 12000/60S",
                        "messages-per-user", "user:u1 120/60S"),
                texts(charges.of(POST_MESSAGE.uses(), USER, ADDRESS, 10)));
    }

    @Test
    void somebodyWithoutCredentialsPaysByAddress() {
        assertEquals(
                Map.of(
                        "requests-per-ip", "203.0.113.5 1200/60S",
                        "messages-per-ip", "203.0.113.5 1200/60S",
                        "anonymous-messages-per-ip", "203.0.113.5 5/60S"),
                texts(charges.of(POST_MESSAGE.uses(), Anonymous.CALLER, ADDRESS, 10)));
    }

    @Test
    void whoeverReadsPaysForTheRequestOnly() {
        assertEquals(
                Set.of("requests-per-ip", "requests-per-key"),
                texts(charges.of(READ_MESSAGES.uses(), KEY, ADDRESS, 10)).keySet());
    }

    @Test
    void newRoomsKeysSocketsAndOperationsHaveLimitsOfTheirOwn() {
        assertEquals("key:k1 5/86400S", limit("rooms-per-key", HttpMethod.POST, "/api/rooms"));
        assertEquals("203.0.113.5 100/86400S", limit("rooms-per-ip", HttpMethod.POST, "/api/rooms"));
        assertEquals("203.0.113.5 20/3600S", limit("keys-per-ip", HttpMethod.POST, "/api/keys"));
        assertEquals("key:k1 60/60S", limit("sockets-per-key", HttpMethod.GET, "/api/rooms/r/ws"));
        assertEquals("203.0.113.5 600/60S", limit("sockets-per-ip", HttpMethod.GET, "/api/rooms/r/tinybase"));
        assertEquals("key:k1 600/60S", limit("operations-per-key", HttpMethod.POST, "/api/rooms/r/operations"));
        assertEquals("203.0.113.5 12000/60S", limit("operations-per-ip", HttpMethod.POST, "/api/rooms/r/operations"));
    }

    @Test
    void whatIsSaidForTheMomentIsCountedByKeyAndByAddress() {
        assertEquals(
                Map.of("frames-per-ip", "203.0.113.5 240000/60S", "frames-per-key", "key:k1 12000/60S"),
                texts(charges.of(Usage.FRAMES, KEY, ADDRESS, 1)));
        assertEquals(Map.of("frames-per-user", "user:u1 12000/60S"), texts(charges.of(Usage.FRAMES, USER, ADDRESS, 1)));
    }

    @Test
    void whoDidNotSignInStartsWorkflowsAsTheirAddressMay() {
        Set<Usage> workflow = route(HttpMethod.POST, "/api/workflow/start").uses();

        assertEquals(
                "203.0.113.5 100/86400S",
                texts(charges.of(workflow, KEY, ADDRESS, 0)).get("workflows-per-ip"));
        assertEquals(
                Set.of("requests-per-ip", "requests-per-user", "requests-per-tenant"),
                texts(charges.of(workflow, USER, ADDRESS, 0)).keySet());
    }

    @Test
    void anUploadCostsItsBytes() {
        List<Charge> due = charges.of(UPLOAD.uses(), USER, ADDRESS, 5_000);

        assertEquals("203.0.113.5 5368709120/86400S", texts(due).get("uploaded-bytes-per-ip"));
        assertEquals("user:u1 10737418240/86400S", texts(due).get("uploaded-bytes-per-user"));
        assertEquals("acme 107374182400/86400S", texts(due).get("uploaded-bytes-per-tenant"));
        assertEquals(
                List.of(5_000L, 5_000L, 5_000L),
                due.stream().map(Charge::cost).filter(cost -> cost > 1).toList());
    }

    @Test
    void anAddressThatIsNotKnownPaysForNothing() {
        assertEquals(
                Set.of("requests-per-key", "rooms-per-key"),
                texts(charges.of(route(HttpMethod.POST, "/api/rooms").uses(), KEY, "", 0))
                        .keySet());
        assertEquals(List.of(), charges.of(POST_MESSAGE.uses(), Anonymous.CALLER, "", 0));
    }

    @Test
    void anythingCanBeConfigured() {
        Charges configured = with(Map.of(
                "atrium.limits.messages-per-user", "7/1H",
                "atrium.limits.requests-per-ip", "unlimited",
                "atrium.limits.tenants.acme.requests-per-tenant", "5/1M",
                "atrium.limits.tenants.other.messages-per-user", "1/1M",
                "atrium.limits.scale", "2"));

        assertEquals(
                Map.of(
                        "requests-per-user", "user:u1 1200/60S",
                        "requests-per-tenant", "acme:acme 10/60S",
                        "messages-per-user", "user:u1 14/3600S"),
                texts(configured.of(POST_MESSAGE.uses(), USER, ADDRESS, 0)));
    }

    @Test
    void openSocketsAreCountedAtOneTimeAndAllElseOverATime() {
        Set<Usage> open = Set.of(Usage.OPEN_SOCKETS);

        assertEquals(
                Map.of(
                        "open-sockets-per-ip", "203.0.113.5 1000",
                        "open-sockets-per-user", "user:u1 100",
                        "open-sockets-per-tenant", "acme 10000"),
                texts(charges.of(open, USER, ADDRESS, 0)));
        assertEquals(
                Map.of("open-sockets-per-ip", "203.0.113.5 1000", "open-sockets-per-key", "key:k1 100"),
                texts(charges.of(open, KEY, ADDRESS, 0)));
        assertThrows(
                IllegalArgumentException.class, () -> with(Map.of("atrium.limits.open-sockets-per-ip", "1000/1M")));
        assertThrows(IllegalArgumentException.class, () -> with(Map.of("atrium.limits.messages-per-key", "60")));
        assertThrows(
                IllegalArgumentException.class,
                () -> with(Map.of("atrium.limits.tenants.acme.messages-per-key", "60")));
    }

    @Test
    void whatIsUsedOfATenantsOwnQuotaIsCountedForItself() {
        Charges configured = with(Map.of("atrium.limits.tenants.acme.messages-per-user", "1000/1M"));
        Caller elsewhere = caller("user:u1", new TenantId("other"));

        assertEquals(
                "acme:user:u1 1000/60S",
                texts(configured.of(POST_MESSAGE.uses(), USER, ADDRESS, 0)).get("messages-per-user"));
        assertEquals(
                "user:u1 120/60S",
                texts(configured.of(POST_MESSAGE.uses(), elsewhere, ADDRESS, 0)).get("messages-per-user"));
    }

    @Test
    void whatTheOperatorHasSetIsAboveWhatIsConfigured() {
        Charges told = with(Map.of(
                "atrium.limits.tenants.acme.messages-per-user", "1000/1M",
                "atrium.limits.tenants.acme.requests-per-user", "50/1M",
                "atrium.limits.scale", "2"));
        Map<String, Quota> set = Map.of("messages-per-user", Quota.of("3/1M"));

        told.hold(new TenantLimits(Map.of(new TenantId("acme"), set)));

        Map<String, String> due = texts(told.of(POST_MESSAGE.uses(), USER, ADDRESS, 0));
        assertEquals("acme:user:u1 6/60S", due.get("messages-per-user"));
        assertEquals("acme:user:u1 100/60S", due.get("requests-per-user"));
        assertEquals(Quota.of("6/1M"), inForce(told, "acme").get("messages-per-user"));
        assertEquals(Quota.of("240/1M"), inForce(told, "other").get("messages-per-user"));

        told.hold(TenantLimits.NONE);
        assertEquals(
                "acme:user:u1 2000/60S",
                texts(told.of(POST_MESSAGE.uses(), USER, ADDRESS, 0)).get("messages-per-user"));
    }

    private static Map<String, Quota> inForce(Charges charges, String tenant) {
        return charges.inForce(new TenantId(tenant), List.of());
    }

    @Test
    void whileAGatewayIsAloneStrangersAreSureOfLess() {
        Charge stranger =
                charges.of(READ_MESSAGES.uses(), Anonymous.CALLER, ADDRESS, 0).getFirst();
        Charge known = charges.of(READ_MESSAGES.uses(), KEY, ADDRESS, 0).getFirst();

        assertEquals(300, stranger.alone().amount());
        assertEquals(known.quota(), known.alone());
    }

    private String limit(String policy, HttpMethod method, String path) {
        return texts(charges.of(route(method, path).uses(), KEY, ADDRESS, 0)).getOrDefault(policy, "");
    }

    private static Map<String, String> texts(List<Charge> charges) {
        return charges.stream().collect(Collectors.toMap(Charge::policy, c -> c.subject() + " " + c.quota()));
    }

    private static Charges with(Map<String, String> settings) {
        return new Charges(new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(LimitsConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(LimitsConfig.class));
    }

    private static Route route(HttpMethod method, String path) {
        return ((Match.Found) POLICY.match(method, path)).route();
    }

    private static Caller caller(String subject, TenantId tenant) {
        return new Caller(subject, tenant, "x", Set.of(), Set.of());
    }
}
