package dev.atrium.platform.limit;

import dev.atrium.platform.identity.TenantId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the operator has set for single tenants while the suite runs, instead of what is configured.
/// Gateways read it from the database, and put it as one text into Redis, where those look who count
/// what comes on sockets.
///
/// @param byTenant quotas of the kinds that their limits take; what is not there is as configured
public record TenantLimits(Map<TenantId, Map<Limit, Quota>> byTenant) {

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
    public Map<Limit, Quota> of(TenantId tenant) {
        return byTenant.getOrDefault(tenant, Map.of());
    }

    /// A line for each tenant: the tenant and its limits.
    public String text() {
        return byTenant.entrySet().stream()
                .map(one -> one.getKey() + " " + text(one.getValue()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /// Reads what [#text()] wrote; limits that a newer version has are passed over.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static TenantLimits parse(String text) {
        return new TenantLimits(text.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> new TenantId(parts[0]), parts -> limits(parts[parts.length - 1]))));
    }

    /// Limits in one line, such as `messages-per-user=300/60S open-sockets-per-user=200`.
    public static String text(Map<Limit, Quota> limits) {
        return new TreeMap<>(limits)
                .entrySet().stream()
                        .map(one -> one.getKey().policy() + "=" + one.getValue())
                        .collect(Collectors.joining(" "));
    }

    /// Reads such a line; limits that a newer version has are passed over.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static Map<Limit, Quota> limits(String line) {
        Map<Limit, Quota> limits = new EnumMap<>(Limit.class);
        for (String one : line.split(" ")) {
            int equals = one.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not a limit: '" + one + "'");
            }
            Limit.named(one.substring(0, equals))
                    .ifPresent(limit -> limits.put(limit, Quota.of(one.substring(equals + 1))));
        }
        return limits;
    }

    private static Map<Limit, Quota> copy(Map<Limit, Quota> limits) {
        limits.forEach(Limit::demandFit);
        return Collections.unmodifiableMap(new EnumMap<>(limits));
    }
}
