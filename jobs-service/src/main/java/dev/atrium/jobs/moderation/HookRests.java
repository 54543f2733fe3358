package dev.atrium.jobs.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Which hooks are left alone for a while, as seen from this node: those of one tenant that do not answer must not take
/// the places of others.
@ApplicationScoped
class HookRests {

    private static final int PATIENCE = 5;

    /// @param failures in a row
    /// @param until when it is asked again
    private record Health(int failures, Instant until) {}

    private final Map<UUID, Health> failing = new ConcurrentHashMap<>();
    private final Duration rest;
    private final InstantSource clock;

    HookRests(ModerationConfig config, InstantSource clock) {
        this.rest = config.hookRest();
        this.clock = clock;
    }

    boolean rests(UUID hook) {
        Health health = failing.get(hook);
        return health != null
                && health.failures() >= PATIENCE
                && clock.instant().isBefore(health.until());
    }

    void answered(UUID hook) {
        failing.remove(hook);
    }

    void failed(UUID hook) {
        Instant until = clock.instant().plus(rest);
        failing.merge(hook, new Health(1, until), (before, _) -> new Health(before.failures() + 1, until));
    }
}
