package dev.atrium.gateway.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.usage.Meter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan, and what was used of it.
///
/// @param plan its name
/// @param quotas one for each meter
public record PlanView(String plan, List<Quota> quotas) {

    /// @param meter what is metered
    /// @param limit how much there is of it; null: not limited
    /// @param used how much was used this month; of a level, how much there is
    /// @param resetsAt when it begins anew; null for a level
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Quota(
            String meter,
            @Nullable Long limit,
            long used,
            @Nullable Instant resetsAt) {}

    public PlanView {
        quotas = List.copyOf(quotas);
    }

    static PlanView of(Balance balance, Month month) {
        return new PlanView(
                balance.plan().name(),
                Arrays.stream(Meter.values())
                        .map(meter -> new Quota(
                                meter.label(),
                                balance.plan().limits().get(meter),
                                balance.used(meter),
                                meter.isLevel() ? null : month.end()))
                        .toList());
    }
}
