package dev.atrium.gateway.ratelimit;

import dev.atrium.platform.limit.Quota;
import java.util.LinkedHashMap;
import java.util.Map;

/// The limits of a tenant.
///
/// @param set what the operator has set
/// @param inForce all of them as they hold, those of single routes too, as the gateway knows that answers:
///     what is set holds at all others about a second later, in rooms some seconds
public record LimitsView(Map<String, String> set, Map<String, String> inForce) {

    static LimitsView of(Map<String, Quota> set, Map<String, Quota> inForce) {
        return new LimitsView(texts(set), texts(inForce));
    }

    private static Map<String, String> texts(Map<String, Quota> limits) {
        Map<String, String> texts = new LinkedHashMap<>();
        limits.forEach((limit, quota) -> texts.put(limit, quota.toString()));
        return texts;
    }
}
