package dev.atrium.gateway.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.policy.Access;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Match;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.RouteTable;
import dev.atrium.platform.limit.Usage;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
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
import org.junit.jupiter.params.provider.ValueSource;

/// `atrium.routes`.
final class BackendsTest {

    private static final Map<String, String> SHOP =
            Map.of("atrium.routes.shop.prefix", "/api/shop", "atrium.routes.shop.url", "http://shop:8080");

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/shop",
        "HEAD,   /api/shop",
        "POST,   /api/shop/",
        "PUT,    /api/shop/carts/1",
        "PATCH,  /api/shop/carts/%C3%A9/a/b/c/d/e/f/g/h/i/j",
        "DELETE, /api/shop/carts/1/"
    })
    void aPrefixStandsForItselfAndAllBelow(String method, String path) {
        Route route = found(table(SHOP), HttpMethod.valueOf(method), path);

        assertEquals("shop", route.destination().application());
        assertEquals("/api/shop/**", route.path().toString());
        assertEquals(Access.only(Access.Who.SIGNED_IN), route.access());
        assertEquals(1 << 20, route.body().bytes());
        assertFalse(route.body().isStreamed());
        assertEquals(Set.of(Usage.REQUESTS), route.uses());
    }

    /// What two programs could read differently is nobody's.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/shopping",
                "/api/Shop",
                "/api/%73hop",
                "/api//shop",
                "/api/shop//carts",
                "/api/shop/..",
                "/api/shop/../rooms",
                "/api/shop/./carts",
                "/api/shop/%2e%2e/rooms",
                "/api/shop/%2E./rooms",
                "/api/shop%2fcarts",
                "/api/shop/a%2Fb",
                "/api/shop/a%5Cb",
                "/api/shop/a%00b",
                "/api/shop/a;b"
            })
    void whatCouldBeAnotherPathIsNot(String path) {
        assertInstanceOf(Match.Nothing.class, table(SHOP).match(HttpMethod.GET, path), path);
    }

    @Test
    void theSuitesOwnRowsAreAsTheyWere() {
        RouteTable table = table(SHOP);

        assertEquals(Policy.routes(), table.routes().subList(0, Policy.routes().size()));
        assertEquals(
                Destination.ROOM, found(table, HttpMethod.GET, "/api/rooms").destination());
        assertInstanceOf(Match.OtherMethod.class, table.match(HttpMethod.PATCH, "/api/rooms"));
        assertInstanceOf(Match.OtherMethod.class, table.match(HttpMethod.OPTIONS, "/api/shop"));
    }

    @Test
    void whatIsSaidOfARouteHolds() {
        RouteTable table = table(with(Map.of(
                "atrium.routes.shop.access", "anonymous",
                "atrium.routes.shop.max-body", "20M",
                "atrium.routes.office.prefix", "/api/back/office",
                "atrium.routes.office.url", "https://office:8443/",
                "atrium.routes.office.access", "admin",
                "atrium.routes.office.sockets", "true")));

        Route shop = found(table, HttpMethod.POST, "/api/shop/pictures");
        assertEquals(Access.everyone(), shop.access());
        assertEquals(20 << 20, shop.body().bytes());
        assertTrue(shop.body().isStreamed());
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
            Route other = found(table, method, "/api/shop/pictures");
            assertEquals(1 << 20, other.body().bytes());
            assertFalse(other.body().isStreamed());
        }
        assertEquals(Route.Transport.HTTP, wanting(table, "/api/shop/live").transport());
        Route office = wanting(table, "/api/back/office/live");
        assertEquals(Route.Transport.WEBSOCKET, office.transport());
        assertEquals(Access.only(Access.Who.ADMIN), office.access());
        assertEquals(Set.of(Usage.REQUESTS, Usage.SOCKETS), office.uses());
        assertInstanceOf(Match.Nothing.class, table.match(HttpMethod.GET, "/api/back"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "shop         | /shop             | http://shop:1       | its prefix '/shop' is no path below /api/",
                "shop         | /api              | http://shop:1       | its prefix '/api' is no path below /api/",
                "shop         | /api/             | http://shop:1       | its prefix '/api/' is no path below /api/",
                "shop         | /api/shop/        | http://shop:1       | its prefix '/api/shop/' is no path below",
                "shop         | /api/../shop      | http://shop:1       | its prefix '/api/../shop' is no path below",
                "shop         | /api/shop/{id}    | http://shop:1       | its prefix '/api/shop/{id}' is no path",
                "shop         | /api/sh%6fp       | http://shop:1       | its prefix '/api/sh%6fp' is no path below",
                "shop         | /api/rooms        | http://shop:1       | '/api/rooms' is answered by the suite itself",
                "shop         | /api/me/shop      | http://shop:1       | '/api/me' is answered by the suite itself",
                "shop         | /api/search       | http://shop:1       | '/api/search' is answered by the suite",
                "shop         | /api/shop         | shop:8080           | its url 'shop:8080' is not http://host:port",
                "shop         | /api/shop         | ftp://shop:21       | its url 'ftp://shop:21' is not http",
                "shop         | /api/shop         | http://shop         | its url 'http://shop' is not http://host:port",
                "shop         | /api/shop         | http://shop:1/v1    | its url 'http://shop:1/v1' is not http",
                "shop         | /api/shop         | http://u:p@shop:1   | its url is not http",
                "Shop         | /api/shop         | http://shop:1       | its name has 1 to 40 small letters",
                "room-service | /api/shop         | http://shop:1       | 'room-service' is a service of the suite",
                "board        | /api/shop         | http://board:1      | its prefix '/api/shop' meets that of 'shop'",
                "board        | /api/shop/board   | http://board:1      | its prefix '/api/shop/board' meets that of"
            })
    void whatCannotBeEndsTheStart(String name, String prefix, String url, String complaint) {
        Map<String, String> settings =
                Map.of("atrium.routes." + name + ".prefix", prefix, "atrium.routes." + name + ".url", url);
        Map<String, String> all = name.equals("board") ? with(settings) : settings;

        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> table(all));

        String message = String.valueOf(refusal.getMessage());
        // Which of two that meet is named first follows from no order.
        String expected = name.equals("board") ? "meets that of" : "atrium.routes." + name + ": " + complaint;
        assertTrue(message.contains(expected), message);
    }

    @Test
    void neighboursWithACommonBeginningDoNotMeet() {
        RouteTable table = table(with(Map.of(
                "atrium.routes.shop-two.prefix", "/api/shop2", "atrium.routes.shop-two.url", "http://shop2:8080")));

        assertEquals(
                "shop",
                found(table, HttpMethod.GET, "/api/shop/2").destination().application());
        assertEquals(
                "shop-two",
                found(table, HttpMethod.GET, "/api/shop2/x").destination().application());
    }

    private static Route wanting(RouteTable table, String path) {
        return assertInstanceOf(Match.Found.class, table.match(HttpMethod.GET, path, Route.Transport.WEBSOCKET))
                .route();
    }

    private static Route found(RouteTable table, HttpMethod method, String path) {
        return assertInstanceOf(Match.Found.class, table.match(method, path), path)
                .route();
    }

    private static Map<String, String> with(Map<String, String> further) {
        Map<String, String> all = new HashMap<>(SHOP);
        all.putAll(further);
        return all;
    }

    private static RouteTable table(Map<String, String> settings) {
        return new Backends(new SmallRyeConfigBuilder()
                        .withConverter(Duration.class, 100, new DurationConverter())
                        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                        .withMapping(RoutesConfig.class)
                        .withDefaultValues(settings)
                        .build()
                        .getConfigMapping(RoutesConfig.class))
                .table();
    }
}
