package dev.atrium.gateway.plan;

import dev.atrium.platform.usage.Meter;
import java.util.Map;

/// How much a tenant has used of what its plan allows.
///
/// @param used by meter: of sums in the present month, of levels now; what nothing was used of is not there
record Balance(Plan plan, Map<Meter, Long> used) {

    Balance {
        used = Map.copyOf(used);
    }

    long used(Meter meter) {
        return used.getOrDefault(meter, 0L);
    }

    /// Whether so much more is still within the plan.
    boolean allows(Meter meter, long more) {
        Long most = plan.limits().get(meter);
        return most == null || (more <= most && used(meter) <= most - more);
    }
}
