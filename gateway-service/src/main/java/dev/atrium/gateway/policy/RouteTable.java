package dev.atrium.gateway.policy;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// All rows that requests are looked up in: those of the suite ([Policy]), and those of the operator's own services.
/// What is in none of them does not exist.
public final class RouteTable {

    private final List<Route> routes;

    /// By the number of segments, which most others have not, up to that of the longest path.
    private final List<List<Route>> byLength = new ArrayList<>();

    /// What longer paths than those can be of.
    private final List<Route> open;

    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.open = routes.stream().filter(route -> route.path().open()).toList();
        int longest = routes.stream()
                .mapToInt(route -> route.path().segments().size())
                .max()
                .orElse(0);
        for (int length = 0; length <= longest; length++) {
            int count = length;
            byLength.add(
                    routes.stream().filter(route -> route.path().takes(count)).toList());
        }
    }

    /// The whole table.
    public List<Route> routes() {
        return routes;
    }

    /// What is listed for a request.
    ///
    /// @param path as it came over the wire, still encoded, without the query
    public Match match(HttpMethod method, String path) {
        return match(method, path, Route.Transport.HTTP);
    }

    /// What is listed for a request.
    ///
    /// @param path as it came over the wire, still encoded, without the query
    /// @param wanted what the request wants to speak, which decides where the address has both
    public Match match(HttpMethod method, String path, Route.Transport wanted) {
        Optional<List<String>> segments = RawPath.segments(path);
        if (segments.isEmpty()) {
            return new Match.Nothing();
        }
        Route otherwise = null;
        TreeSet<String> others = new TreeSet<>();
        for (Route route : candidates(segments.get().size())) {
            if (route.path().matches(segments.get())) {
                if (!route.takes(method)) {
                    others.add(route.method().name());
                } else if (route.transport() == wanted) {
                    return new Match.Found(route);
                } else {
                    otherwise = route;
                }
            }
        }
        if (otherwise != null) {
            return new Match.Found(otherwise);
        }
        return others.isEmpty() ? new Match.Nothing() : new Match.OtherMethod(List.copyOf(others));
    }

    private List<Route> candidates(int length) {
        return length < byLength.size() ? byLength.get(length) : open;
    }
}
