package dev.atrium.gateway.plan;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The plans that there are, as configured.
@Startup
@ApplicationScoped
public class Plans {

    private final Map<String, Plan> byName = new TreeMap<>();
    private final Plan standard;

    /// @throws IllegalArgumentException if the standard plan is none of them
    Plans(PlansConfig config) {
        byName.put(Plan.UNLIMITED, new Plan(Plan.UNLIMITED, Map.of(), Set.of()));
        config.named()
                .forEach((name, plan) -> byName.put(
                        name, new Plan(name, plan.limits(), plan.prices().orElse(Set.of()))));
        this.standard = find(config.standard())
                .orElseThrow(() -> new IllegalArgumentException("atrium.plans.standard names no plan"));
    }

    /// Sorted by name.
    Collection<Plan> all() {
        return byName.values();
    }

    Optional<Plan> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The plan of who has no other.
    Plan standard() {
        return standard;
    }

    /// The plan by that name; one that is not configured any more limits nothing.
    Plan named(String name) {
        return find(name).orElseGet(() -> new Plan(name, Map.of(), Set.of()));
    }

    /// The plan that is sold under a price.
    Optional<Plan> sold(String price) {
        return find(price)
                .or(() -> all().stream()
                        .filter(plan -> plan.prices().contains(price))
                        .findFirst());
    }
}
