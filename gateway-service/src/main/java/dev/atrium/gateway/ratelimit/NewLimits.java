package dev.atrium.gateway.ratelimit;

import dev.atrium.platform.limit.Limit;
import dev.atrium.platform.limit.NamedLimit;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.problem.ProblemException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What is to hold in a tenant instead of what is configured.
///
/// @param limits quotas by the names that `RateLimit-Policy` has: `60/1M` is 60 a minute, `1G/1D` a
///     gibibyte a day, `100` is 100 at one time, `unlimited` is no limit; what is not named is as
///     configured
public record NewLimits(@NotNull @Size(min = 1, max = 100) Map<@NotNull String, @NotNull String> limits) {

    /// @param routes what single routes have beside the limits of all
    /// @throws ProblemException `invalid-request` for a limit that there is not, or a quota that does
    ///     not fit it
    Map<String, Quota> quotas(List<NamedLimit> routes) {
        Map<String, Quota> quotas = new TreeMap<>();
        limits.forEach((name, text) -> quotas.put(name, quota(name, text, fit(name, routes))));
        return quotas;
    }

    /// What demands that a quota fits a limit.
    private static Consumer<Quota> fit(String name, List<NamedLimit> routes) {
        Optional<Limit> limit = Limit.named(name);
        if (limit.isPresent()) {
            return limit.get()::demandFit;
        }
        if (routes.stream().anyMatch(route -> route.policy().equals(name))) {
            return NamedLimit::demandFit;
        }
        throw ProblemException.invalidProperty(
                "/limits", "names a limit that does not exist; there are the names of RateLimit-Policy");
    }

    private static Quota quota(String name, String text, Consumer<Quota> fit) {
        try {
            Quota quota = Quota.of(text);
            fit.accept(quota);
            return quota;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw ProblemException.invalidProperty("/limits/" + name, String.valueOf(e.getMessage()));
        }
    }
}
