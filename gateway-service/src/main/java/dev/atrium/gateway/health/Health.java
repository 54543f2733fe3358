package dev.atrium.gateway.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How the suite is, and each of its parts.
///
/// @param status `down` if a part is down without which nothing works, `degraded` if another is
/// @param parts names of the parts, with `up` or `down`
public record Health(Status status, Map<String, Status> parts) {

    /// How something is.
    public enum Status {
        @JsonProperty("up")
        UP,
        @JsonProperty("degraded")
        DEGRADED,
        @JsonProperty("down")
        DOWN
    }

    /// Without rooms there is no Atrium, and without its database the gateway knows nobody.
    private static final Set<String> ESSENTIAL = Set.of("gateway", "rooms", "postgres");

    public Health {
        parts = new TreeMap<>(parts);
    }

    static Health of(Map<String, Status> parts) {
        return new Health(overall(parts), parts);
    }

    private static Status overall(Map<String, Status> parts) {
        if (ESSENTIAL.stream().anyMatch(part -> parts.get(part) == Status.DOWN)) {
            return Status.DOWN;
        }
        return parts.containsValue(Status.DOWN) ? Status.DEGRADED : Status.UP;
    }
}
