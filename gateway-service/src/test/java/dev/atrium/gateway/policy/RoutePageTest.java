package dev.atrium.gateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.limit.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RoutePageTest {

    @Test
    void documentationNamesEachRouteWithAccessAndBounds() throws IOException {
        Path root = Path.of(System.getProperty("atrium.root"));
        Path wanted = Files.writeString(root.resolve("gateway-service/target/routes.md"), rendered());

        assertEquals(
                rendered(),
                Files.readString(root.resolve("docs/routes.md")),
                "docs/routes.md differs from the policy; as it should be: " + wanted);
    }

    private static String rendered() {
        String rows = Policy.routes().stream().map(RoutePageTest::row).collect(Collectors.joining());
        return """
                # Routes

                Everything that can be reached from outside, as the gateway's table has it. What is not here is 404, whatever the
                services behind offer; another method on one of these paths is 405 with `Allow`. What the requests and answers look like
                is in the API document, at `/api/openapi`.

                "Everybody" needs no credentials, but those that are present must be right. A scope is what a key or an access token must
                allow; whoever lacks it gets 403, and who has no credentials 401. Whether the room, file or job is theirs to see is decided
                behind, where what is not theirs is 404. A body beyond its bound is 413. What a request is counted as, besides `requests`, is
                held against the [limits](operations.md#limits); beyond one of them it is 429.

                | route | answered by | who | body at most | counted as |
                | --- | --- | --- | --- | --- |
                """ + rows;
    }

    private static String row(Route route) {
        String method = route.transport() == Route.Transport.WEBSOCKET
                ? "WebSocket"
                : route.method().name();
        return "| `%s %s` | %s | %s | %s | %s |\n"
                .formatted(
                        method, route.path(), route.destination().application(), who(route), body(route), uses(route));
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
        return route.body() == BodyLimit.UPLOAD
                ? "as configured"
                : (route.body().bytes(Long.MAX_VALUE) >> 10) + " KiB";
    }

    private static String uses(Route route) {
        return route.uses().stream()
                .filter(usage -> usage != Usage.REQUESTS)
                .sorted()
                .map(usage -> usage.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}
