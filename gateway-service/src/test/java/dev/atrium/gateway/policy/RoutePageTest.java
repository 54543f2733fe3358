package dev.atrium.gateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.limit.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RoutePageTest {

    private static final String WALK = "The walk tried";

    @Test
    void documentationNamesEachRouteWithAccessAndBounds() throws IOException {
        Path root = Path.of(System.getProperty("atrium.root"));
        String page = Files.readString(root.resolve("docs/routes.md"));
        String right = rendered(seen(page), walk(page));
        Path wanted = Files.writeString(root.resolve("gateway-service/target/routes.md"), right);

        assertEquals(right, page, "docs/routes.md differs from the policy; as it should be: " + wanted);
    }

    /// The last column, which the system tests keep in step with what they see.
    private static Map<String, String> seen(String page) {
        Map<String, String> seen = new HashMap<>();
        page.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String[] cells = line.split(" ?\\| ?", -1);
            seen.put(cells[1], cells[cells.length - 2]);
        });
        return seen;
    }

    /// How much was tried, which they do as well.
    private static String walk(String page) {
        return page.lines().filter(line -> line.startsWith(WALK)).findFirst().orElse(WALK);
    }

    private static String rendered(Map<String, String> seen, String walk) {
        String rows = Policy.routes().stream().map(route -> row(route, seen)).collect(Collectors.joining());
        return """
                # Routes

                Everything that can be reached from outside, as the gateway's table has it. What is not here is 404, whatever the
                services behind offer; another method on one of these paths is 405 with `Allow`. What the requests and answers look like
                is in the API document, at `/api/openapi`.

                What an operator has configured beside it, for [services of their own](gateway-service.md#your-own-services-behind-the-gateway), is
                not here.

                "Everybody" needs no credentials, but those that are present must be right. A scope is what a key or an access token must
                allow; whoever lacks it gets 403, and who has no credentials 401. Whether the room, file or job is theirs to see is decided
                behind, where what is not theirs is 404. A body beyond its bound is 413. What a request is counted as, besides `requests`, is
                held against the [limits](operations.md#limits); beyond one of them it is 429.

                The last column has the answers that the system tests demand of each route of the packaged suite, in one walk
                (`EveryRouteIT`): a success to its owner, for the example of the API document, for what is there, and for each thing
                until it is removed, of the form that the document gives; with an `Idempotency-Key` once more, which is 200, or 409 for
                a secret, and with another content under the same key, which is 422; 400 for a body that is no JSON, and for a page that
                cannot be; 401 without credentials; 403 to a viewer, and to an editor for what is for administrators; 404 to another
                organisation, and for what was removed; 409 for what cannot be done now; 413 beyond the bound. The operator's routes are
                shown as its administrator. 429 is demanded of each route by `PolicyTableTest`, for an address that comes too often and
                for each limit of what the route is counted as (of bytes by `RateLimitTest` and `CacheTest`). For the rest the tests of the
                service say what is proven.

                %s

                | route | answered by | who | body at most | counted as | demanded of it |
                | --- | --- | --- | --- | --- | --- |
                """.formatted(walk) + rows;
    }

    private static String row(Route route, Map<String, String> seen) {
        String method = route.transport() == Route.Transport.WEBSOCKET
                ? "WebSocket"
                : route.method().name();
        String name = "`%s %s`".formatted(method, route.path());
        return "| %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        name,
                        route.destination().application(),
                        who(route),
                        body(route),
                        uses(route),
                        seen.getOrDefault(name, "429"));
    }

    private static String who(Route route) {
        Access access = route.access();
        String credentials = access.scope().map(scope -> "`" + scope + "`").orElse("any credentials");
        if (!access.anonymous()) {
            return credentials;
        }
        return access.scope().isEmpty() ? "everybody" : "everybody; credentials with " + credentials;
    }

    private static String body(Route route) {
        if (List.of("GET", "DELETE").contains(route.method().name())) {
            return "";
        }
        return route.body().bytes() == Long.MAX_VALUE
                ? "as configured"
                : (route.body().bytes() >> 10) + " KiB";
    }

    private static String uses(Route route) {
        return route.uses().stream()
                .filter(usage -> usage != Usage.REQUESTS)
                .sorted()
                .map(usage -> usage.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}
