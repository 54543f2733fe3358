package dev.atrium.gateway.plan;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The plans that there are, as configured.
@Startup
@ApplicationScoped
public class Plans {

    private final Map<String, Plan> byName = new TreeMap<>();
    private final Map<String, Plan> byPrice = new HashMap<>();
    private final Plan standard;

    /// @throws IllegalArgumentException if the standard plan is none of them, if the plan without limits is to
    ///     have some, or if one price is that of two
    Plans(PlansConfig config) {
        if (config.named().containsKey(Plan.UNLIMITED)) {
            throw new IllegalArgumentException("the plan " + Plan.UNLIMITED + " has no limits: atrium.plans.named");
        }
        add(new Plan(Plan.UNLIMITED, Map.of(), Set.of()));
        config.named()
                .forEach((name, plan) ->
                        add(new Plan(name, plan.limits(), plan.prices().orElse(Set.of()))));
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

    /// What is sold under some prices together: the plan that has the most.
    Optional<Plan> sold(Collection<String> prices) {
        return prices.stream().map(byPrice::get).filter(Objects::nonNull).max(Plan.BY_EXTENT);
    }

    /// By price.
    Map<String, Plan> sold() {
        return Map.copyOf(byPrice);
    }

    private void add(Plan plan) {
        byName.put(plan.name(), plan);
        price(plan.name(), plan);
        plan.prices().forEach(price -> price(price, plan));
    }

    private void price(String price, Plan plan) {
        Plan other = byPrice.put(price, plan);
        if (other != null && !other.name().equals(plan.name())) {
            throw new IllegalArgumentException(
                    "the price " + price + " is that of two plans: " + other.name() + " and " + plan.name());
        }
    }
}
