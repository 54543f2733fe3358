package dev.atrium.platform.usage;

import dev.atrium.platform.identity.TenantId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What tenants have used up of what their plans have (GW-16): found out by gateways, which put it as one
/// text into Redis, where the services look that are reached without a request each time.
///
/// @param meters by tenant; who has used up nothing is not there
public record UsedUp(Map<TenantId, Set<Meter>> meters) {

    /// Where it stands in Redis.
    public static final String KEY = "quota:used-up";

    /// Nobody has used up anything.
    public static final UsedUp NOTHING = new UsedUp(Map.of());

    public UsedUp {
        meters = Map.copyOf(meters);
    }

    public boolean has(TenantId tenant, Meter meter) {
        return meters.getOrDefault(tenant, Set.of()).contains(meter);
    }

    /// A line for each tenant: the tenant and its meters.
    public String text() {
        return meters.entrySet().stream()
                .map(one -> one.getKey()
                        + one.getValue().stream()
                                .map(meter -> " " + meter.label())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    /// Reads what [#text] wrote; meters that a newer version has are passed over.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static UsedUp parse(String text) {
        return new UsedUp(text.lines()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(
                        parts -> new TenantId(parts[0]),
                        parts -> Arrays.stream(parts)
                                .skip(1)
                                .map(Meter::labelled)
                                .flatMap(Optional::stream)
                                .collect(Collectors.toUnmodifiableSet()))));
    }
}
