package dev.atrium.gateway.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.usage.Meter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlansTest {

    private static final PlansConfig.Named SMALL =
            named(Map.of(Meter.REQUESTS, 10L, Meter.MESSAGES, 99L), "price_small");
    private static final PlansConfig.Named LARGE = named(Map.of(Meter.REQUESTS, 1_000L), "price_large", "price_old");

    @Test
    void ofSeveralPricesTheOneCountsThatBuysTheMostInWhateverOrder() {
        Plans plans = plans(Map.of("small", SMALL, "large", LARGE));

        assertEquals("large", sold(plans, "price_small", "price_large"));
        assertEquals("large", sold(plans, "price_old", "nobody's", "price_small"));
        assertEquals("small", sold(plans, "price_small", "nobody's"));
        assertEquals("unlimited", sold(plans, "large", "unlimited"));
        assertTrue(plans.sold(List.of("nobody's")).isEmpty());
    }

    @Test
    void onePriceIsNotThatOfTwoPlans() {
        assertThrows(
                IllegalArgumentException.class,
                () -> plans(Map.of("a", named(Map.of(), "p"), "b", named(Map.of(), "p"))));
        assertThrows(IllegalArgumentException.class, () -> plans(Map.of("a", SMALL, "b", named(Map.of(), "a"))));
    }

    @Test
    void thePlanWithoutLimitsHasNone() {
        assertThrows(IllegalArgumentException.class, () -> plans(Map.of(Plan.UNLIMITED, SMALL)));
    }

    private static String sold(Plans plans, String... prices) {
        return plans.sold(List.of(prices)).orElseThrow().name();
    }

    private static Plans plans(Map<String, PlansConfig.Named> named) {
        return new Plans(new PlansConfig() {
            @Override
            public String standard() {
                return Plan.UNLIMITED;
            }

            @Override
            public Map<String, Named> named() {
                return named;
            }
        });
    }

    private static PlansConfig.Named named(Map<Meter, Long> limits, String... prices) {
        return new PlansConfig.Named() {
            @Override
            public Map<Meter, Long> limits() {
                return limits;
            }

            @Override
            public Optional<Set<String>> prices() {
                return Optional.of(Set.of(prices));
            }
        };
    }
}
