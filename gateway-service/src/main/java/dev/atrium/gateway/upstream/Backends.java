package dev.atrium.gateway.upstream;

import dev.atrium.gateway.policy.Access;
import dev.atrium.gateway.policy.BodyLimit;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.PathTemplate;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.RouteTable;
import dev.atrium.platform.limit.Usage;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The operator's own services: each is some more rows of the table, for which all holds that holds for others.
@Singleton
public final class Backends {

    /// For more there is no room among the metrics.
    public static final int MOST = 100;

    private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?");
    private static final Pattern PREFIX = Pattern.compile("/api(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)+");
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final List<HttpMethod> METHODS =
            List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private static final Set<HttpMethod> STREAMING = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    /// Where in paths it stands who answers: `/api/rooms`.
    private static final int FAMILY = 1;

    /// What the suite answers itself, now and with what will be added below.
    private static final Set<String> FAMILIES = Policy.routes().stream()
            .map(route -> route.path().segments())
            .filter(segments -> segments.size() > FAMILY && segments.getFirst().equals("api"))
            .map(segments -> segments.get(FAMILY))
            .collect(Collectors.toUnmodifiableSet());

    private final List<Route> routes = new ArrayList<>();
    private final Map<Destination, Upstreams.Upstream> upstreams = new HashMap<>();

    /// @throws IllegalArgumentException if a name, prefix or URL cannot be, or a prefix has another owner already
    Backends(RoutesConfig config) {
        Map<String, String> prefixes = new TreeMap<>();
        config.all().forEach((name, configured) -> {
            demand(NAME.matcher(name).matches(), name, "its name has 1 to 40 small letters, digits and hyphens");
            demandPrefix(name, configured.prefix(), prefixes);
            demandUrl(name, configured.url());
            prefixes.put(name, configured.prefix());
            add(name, configured);
        });
        if (prefixes.size() > MOST) {
            throw new IllegalArgumentException("atrium.routes: there may be " + MOST + " of them");
        }
    }

    /// How each of these services is asked.
    Map<Destination, Upstreams.Upstream> upstreams() {
        return upstreams;
    }

    /// All rows: those of the suite, and these.
    @Produces
    @Singleton
    RouteTable table() {
        return new RouteTable(
                Stream.concat(Policy.routes().stream(), routes.stream()).toList());
    }

    private void add(String name, RoutesConfig.OwnRoute configured) {
        Destination destination = destination(name);
        upstreams.put(destination, configured);
        PathTemplate path = PathTemplate.below(configured.prefix());
        Access access = access(configured.access());
        long maxBytes = configured.maxBody().asLongValue();
        METHODS.forEach(method -> routes.add(new Route(
                method,
                path,
                destination,
                access,
                body(method, maxBytes),
                Route.Transport.HTTP,
                Set.of(Usage.REQUESTS))));
        if (configured.sockets()) {
            routes.add(new Route(
                    HttpMethod.GET,
                    path,
                    destination,
                    access,
                    BodyLimit.SMALL,
                    Route.Transport.WEBSOCKET,
                    Set.of(Usage.REQUESTS, Usage.SOCKETS)));
        }
    }

    /// Others have no body as a rule, which not every head says, and what passes through as it comes
    /// cannot be sent once more: they are read first, however much is allowed.
    private static BodyLimit body(HttpMethod method, long maxBytes) {
        return BodyLimit.of(STREAMING.contains(method) ? maxBytes : Math.min(maxBytes, BodyLimit.DOCUMENT.bytes()));
    }

    private static Destination destination(String name) {
        try {
            return Destination.outsideOfSuite(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting(name) + ": " + e.getMessage(), e);
        }
    }

    private static Access access(RoutesConfig.Who who) {
        return switch (who) {
            case ANONYMOUS -> Access.everyone();
            case SIGNED_IN -> Access.only(Access.Who.SIGNED_IN);
            case MEMBER -> Access.only(Access.Who.MEMBER);
            case ADMIN -> Access.only(Access.Who.ADMIN);
        };
    }

    private static void demandPrefix(String name, String prefix, Map<String, String> others) {
        demand(
                PREFIX.matcher(prefix).matches(),
                name,
                "its prefix '" + prefix + "' is no path below /api/, such as /api/shop: letters, digits and . _ ~ -"
                        + " between slashes, and no slash at the end");
        String family = PathTemplate.of(prefix).segments().get(FAMILY);
        demand(!FAMILIES.contains(family), name, "'/api/" + family + "' is answered by the suite itself");
        others.forEach((other, taken) -> demand(
                !isBelow(prefix, taken) && !isBelow(taken, prefix),
                name,
                "its prefix '" + prefix + "' meets that of '" + other + "', '" + taken + "'"));
    }

    private static boolean isBelow(String path, String prefix) {
        return (path + "/").startsWith(prefix + "/");
    }

    private static void demandUrl(String name, URI url) {
        boolean right = SCHEMES.contains(String.valueOf(url.getScheme()))
                && url.getHost() != null
                && url.getPort() > 0
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && Set.of("", "/").contains(url.getRawPath());
        // One with a user may have a password, too.
        String shown = url.toString().contains("@") ? "" : " '" + url + "'";
        demand(right, name, "its url" + shown + " is not http://host:port or https://host:port, and nothing else");
    }

    private static void demand(boolean right, String name, String complaint) {
        if (!right) {
            throw new IllegalArgumentException(setting(name) + ": " + complaint);
        }
    }

    private static String setting(String name) {
        return "atrium.routes." + name;
    }
}
