package dev.atrium.gateway.plan;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a plan allows.
///
/// @param name as configured
/// @param limits by meter: of sums in a calendar month, of levels at any time; what is not there is not limited
public record PlanLimits(String name, Map<String, Long> limits) {

    public PlanLimits {
        limits = Collections.unmodifiableMap(new TreeMap<>(limits));
    }

    static PlanLimits of(Plan plan) {
        Map<String, Long> limits = new TreeMap<>();
        plan.limits().forEach((meter, most) -> limits.put(meter.label(), most));
        return new PlanLimits(plan.name(), limits);
    }
}
