package dev.atrium.gateway.plan;

import dev.atrium.platform.usage.Meter;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What an organisation may use.
///
/// @param name as configured
/// @param limits how much of each meter: of sums in a calendar month (UTC), of levels at any time; what is
///     not there is not limited
/// @param prices by which a payment provider's subscriptions name it
public record Plan(String name, Map<Meter, Long> limits, Set<String> prices) {

    /// The name of the plan without limits, which there always is.
    public static final String UNLIMITED = "unlimited";

    /// Who has more is behind who has less: the first meter decides of which they have not the same; what is
    /// not limited is the most.
    static final Comparator<Plan> BY_EXTENT =
            Comparator.<Plan, String>comparing(Plan::extent).thenComparing(Plan::name);

    /// @throws IllegalArgumentException for a limit below one
    public Plan {
        limits = Collections.unmodifiableMap(new TreeMap<>(limits));
        prices = Set.copyOf(prices);
        if (limits.values().stream().anyMatch(most -> most < 1)) {
            throw new IllegalArgumentException("the plan " + name + " has a limit below one");
        }
    }

    /// The limits of all meters as digits that sort as the numbers do.
    private String extent() {
        return Arrays.stream(Meter.values())
                .map(meter -> String.format(Locale.ROOT, "%019d", limits.getOrDefault(meter, Long.MAX_VALUE)))
                .collect(Collectors.joining());
    }
}
