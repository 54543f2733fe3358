package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.RouteTable;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Limit;
import dev.atrium.platform.limit.LimitsConfig;
import dev.atrium.platform.limit.LimitsConfig.OfRequests;
import dev.atrium.platform.limit.NamedLimit;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.Whose;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The limits that are configured for routes (`atrium.limits.routes`). Which of them concern a route is
/// found out once, at the start.
@Singleton
final class RouteLimits {

    private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?");

    private static final Set<String> TAKEN =
            Arrays.stream(Limit.values()).map(Limit::policy).collect(Collectors.toUnmodifiableSet());

    /// A limit of this name counts bytes, and clients are told so.
    private static final String BYTES = "bytes";

    /// An address that takes requests and WebSocket handshakes has a row for each; a service has all of its rows by its
    /// name.
    private final Map<String, List<Route>> routes;

    private final List<NamedLimit> all = new ArrayList<>();

    /// By the rows of the policy themselves, of which there is one each.
    private final IdentityHashMap<Route, List<NamedLimit>> byRoute = new IdentityHashMap<>();

    /// @throws IllegalArgumentException if a limit is for a route that does not exist, or says nothing, or
    ///     has a name that cannot be
    RouteLimits(LimitsConfig config, RouteTable table) {
        this.routes = table.routes().stream()
                .flatMap(route -> Stream.of(
                                route.method() + " " + route.path(),
                                route.destination().application())
                        .map(name -> Map.entry(name, route)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        config.routes().forEach((name, configured) -> add(new Named(name, configured)));
    }

    /// All that is configured, for whichever routes.
    List<NamedLimit> all() {
        return List.copyOf(all);
    }

    /// What is configured for a row of the policy, beside what its uses are held against.
    List<NamedLimit> of(Route route) {
        return byRoute.getOrDefault(route, List.of());
    }

    private void add(Named named) {
        named.demand(NAME.matcher(named.name()).matches(), "its name has 1 to 40 small letters, digits and hyphens");
        named.demand(!named.name().endsWith(BYTES), "its name ends with 'bytes', but it counts requests");
        List<NamedLimit> limits = named.limits();
        named.demand(!limits.isEmpty(), "set at least one of per-ip, per-key, per-user and per-tenant");
        Set<Route> concerned = new LinkedHashSet<>();
        for (String wanted : named.configured().match()) {
            List<Route> those = routes.getOrDefault(wanted.strip(), List.of());
            named.demand(!those.isEmpty(), "there is no route '" + wanted + "'; docs/routes.md has all of them");
            concerned.addAll(those);
        }
        all.addAll(limits);
        concerned.forEach(
                route -> byRoute.computeIfAbsent(route, _ -> new ArrayList<>()).addAll(limits));
    }

    /// What is configured under one name.
    private record Named(String name, LimitsConfig.OfRoutes configured) {

        List<NamedLimit> limits() {
            return Stream.of(
                            limit("-per-ip", Whose.ADDRESS, OfRequests::perIp),
                            limit("-per-key", Whose.KEY, OfRequests::perKey),
                            limit("-per-user", Whose.USER, OfRequests::perUser),
                            limit("-per-tenant", Whose.TENANT, OfRequests::perTenant))
                    .flatMap(Optional::stream)
                    .toList();
        }

        private Optional<NamedLimit> limit(String figure, Whose whose, Function<OfRequests, Optional<Quota>> given) {
            String policy = name + figure;
            Optional<Quota> general = given.apply(configured);
            Map<TenantId, Quota> ofTenants = new HashMap<>();
            configured
                    .tenants()
                    .forEach(
                            (tenant, own) -> given.apply(own).ifPresent(quota -> ofTenants.put(tenant(tenant), quota)));
            if (general.isEmpty() && ofTenants.isEmpty()) {
                return Optional.empty();
            }
            Stream.concat(general.stream(), ofTenants.values().stream()).forEach(quota -> demandFit(policy, quota));
            demand(!TAKEN.contains(policy), "there is a limit '" + policy + "' already");
            return Optional.of(new NamedLimit(policy, whose, general.orElse(Quota.UNLIMITED), ofTenants));
        }

        private void demandFit(String policy, Quota quota) {
            try {
                NamedLimit.demandFit(quota);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(complaint(policy + ": " + e.getMessage()), e);
            }
        }

        private TenantId tenant(String id) {
            demand(TenantId.parse(id).isPresent(), "'" + id + "' is no tenant's id");
            return new TenantId(id);
        }

        void demand(boolean right, String complaint) {
            if (!right) {
                throw new IllegalArgumentException(complaint(complaint));
            }
        }

        private String complaint(String what) {
            return "atrium.limits.routes." + name + ": " + what;
        }
    }
}
