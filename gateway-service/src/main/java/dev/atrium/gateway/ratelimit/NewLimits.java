package dev.atrium.gateway.ratelimit;

import dev.atrium.platform.limit.Limit;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.problem.ProblemException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.EnumMap;
import java.util.Map;

/// What is to hold in a tenant instead of what is configured.
///
/// @param limits quotas by the names that `RateLimit-Policy` has: `60/1M` is 60 a minute, `1G/1D` a
///     gibibyte a day, `100` is 100 at one time, `unlimited` is no limit; what is not named is as
///     configured
public record NewLimits(@NotNull @Size(min = 1, max = 100) Map<@NotNull String, @NotNull String> limits) {

    /// @throws ProblemException `invalid-request` for a limit that there is not, or a quota that does
    ///     not fit it
    Map<Limit, Quota> quotas() {
        Map<Limit, Quota> quotas = new EnumMap<>(Limit.class);
        limits.forEach((name, text) -> {
            Limit limit = Limit.named(name)
                    .orElseThrow(() -> ProblemException.invalidProperty(
                            "/limits", "names a limit that does not exist; there are the names of RateLimit-Policy"));
            quotas.put(limit, quota(limit, text));
        });
        return quotas;
    }

    private static Quota quota(Limit limit, String text) {
        try {
            Quota quota = Quota.of(text);
            limit.demandFit(quota);
            return quota;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw ProblemException.invalidProperty("/limits/" + limit.policy(), String.valueOf(e.getMessage()));
        }
    }
}
