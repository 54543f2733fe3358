package dev.atrium.platform.limit;

import dev.atrium.platform.identity.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the operator has set for single tenants while the suite runs, instead of what is configured.
/// Gateways read it from the database, and put it as one text into Redis, where those look who count
/// what comes on sockets.
///
/// @param byTenant quotas by the names of their limits, of the kinds that these take: of a [Limit], or of a
///     [NamedLimit], which not everybody knows. What is not there is as configured
public record TenantLimits(Map<TenantId, Map<String, Quota>> byTenant) {

    /// Where it stands in Redis.
    public static final String KEY = "limits:tenants";

    /// Nothing is set.
    public static final TenantLimits NONE = new TenantLimits(Map.of());

    /// @throws IllegalArgumentException for a quota of another kind than its limit takes
    public TenantLimits {
        byTenant = byTenant.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, one -> copy(one.getValue())));
    }

    /// What is set for a tenant; empty if nothing is.
    public Map<String, Quota> of(TenantId tenant) {
        return byTenant.getOrDefault(tenant, Map.of());
    }

    /// A line for each tenant: the tenant and its limits.
    public String text() {
        return byTenant.entrySet().stream()
                .map(one -> one.getKey() + " " + text(one.getValue()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /// Reads what [#text()] wrote; that a limit is not known here is no fault, it limits nothing here.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static TenantLimits parse(String text) {
        return new TenantLimits(text.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> new TenantId(parts[0]), parts -> limits(parts[parts.length - 1]))));
    }

    /// Limits in one line, such as `messages-per-user=300/60S open-sockets-per-user=200`.
    public static String text(Map<String, Quota> limits) {
        return new TreeMap<>(limits)
                .entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining(" "));
    }

    /// Reads such a line.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static Map<String, Quota> limits(String line) {
        Map<String, Quota> limits = new LinkedHashMap<>();
        for (String one : line.split(" ")) {
            int equals = one.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("not a limit: '" + one + "'");
            }
            limits.put(one.substring(0, equals), Quota.of(one.substring(equals + 1)));
        }
        return limits;
    }

    private static Map<String, Quota> copy(Map<String, Quota> limits) {
        limits.forEach((name, quota) -> Limit.named(name).ifPresent(limit -> limit.demandFit(quota)));
        return Map.copyOf(limits);
    }
}
