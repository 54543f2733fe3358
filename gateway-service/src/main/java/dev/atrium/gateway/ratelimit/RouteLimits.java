package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import dev.atrium.platform.limit.Limit;
import dev.atrium.platform.limit.LimitsConfig;
import dev.atrium.platform.limit.NamedLimit;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.Whose;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The limits that are configured for routes (`atrium.limits.routes`). Which of them concern a route is
/// found out once, at the start.
@Singleton
final class RouteLimits {

    private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?");

    private static final Set<String> TAKEN =
            Arrays.stream(Limit.values()).map(Limit::policy).collect(Collectors.toUnmodifiableSet());

    /// A limit of this name counts bytes, and clients are told so.
    private static final String BYTES = "bytes";

    /// An address that takes requests and WebSocket handshakes has a row for each.
    private static final Map<String, List<Route>> ROUTES =
            Policy.routes().stream().collect(Collectors.groupingBy(route -> route.method() + " " + route.path()));

    /// By the rows of the policy themselves, of which there is one each.
    private final IdentityHashMap<Route, List<NamedLimit>> byRoute = new IdentityHashMap<>();

    /// @throws IllegalArgumentException if a limit is for a route that does not exist, or says nothing, or
    ///     has a name that cannot be
    RouteLimits(LimitsConfig config) {
        config.routes().forEach(this::add);
    }

    /// What is configured for a row of the policy, beside what its uses are held against.
    List<NamedLimit> of(Route route) {
        return byRoute.getOrDefault(route, List.of());
    }

    private void add(String name, LimitsConfig.OfRoutes configured) {
        demand(NAME.matcher(name).matches(), name, "its name has 1 to 40 small letters, digits and hyphens");
        demand(!name.endsWith(BYTES), name, "its name ends with 'bytes', but it counts requests");
        List<NamedLimit> limits = limits(name, configured);
        demand(!limits.isEmpty(), name, "set at least one of per-ip, per-key, per-user and per-tenant");
        for (String wanted : configured.match()) {
            List<Route> routes = ROUTES.getOrDefault(wanted.strip(), List.of());
            demand(!routes.isEmpty(), name, "there is no route '" + wanted + "'; docs/routes.md has all of them");
            routes.forEach(route ->
                    byRoute.computeIfAbsent(route, _ -> new ArrayList<>()).addAll(limits));
        }
    }

    private static List<NamedLimit> limits(String name, LimitsConfig.OfRoutes configured) {
        List<NamedLimit> limits = new ArrayList<>();
        add(limits, name + "-per-ip", Whose.ADDRESS, configured.perIp());
        add(limits, name + "-per-key", Whose.KEY, configured.perKey());
        add(limits, name + "-per-user", Whose.USER, configured.perUser());
        add(limits, name + "-per-tenant", Whose.TENANT, configured.perTenant());
        for (NamedLimit limit : limits) {
            demand(!TAKEN.contains(limit.policy()), name, "there is a limit '" + limit.policy() + "' already");
        }
        return limits;
    }

    private static void add(List<NamedLimit> limits, String policy, Whose whose, Optional<Quota> quota) {
        quota.ifPresent(given -> {
            demand(!given.isHeld(), policy, "'" + given + "' does not fit, it takes quotas with a time, such as 60/1M");
            limits.add(new NamedLimit(policy, whose, given));
        });
    }

    private static void demand(boolean right, String name, String complaint) {
        if (!right) {
            throw wrong(name, complaint);
        }
    }

    private static IllegalArgumentException wrong(String name, String complaint) {
        return new IllegalArgumentException("atrium.limits.routes." + name + ": " + complaint);
    }
}
