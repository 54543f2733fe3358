package dev.atrium.gateway.session;

import dev.atrium.gateway.upkeep.Chore;
import dev.atrium.gateway.upkeep.Steps;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// Forgets sessions a day after their end, whatever has ended them: until then gateways that ask late are
/// told of it.
@ApplicationScoped
class SessionPurge implements Chore {

    private static final Duration KEEP = Duration.ofDays(1);
    private static final String SWEEP = "select sweep_sessions($1, $2)";

    private final Pool pool;
    private final InstantSource clock;

    SessionPurge(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "forget ended sessions";
    }

    @Override
    public Uni<?> run() {
        return Steps.forget(pool, SWEEP, clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC));
    }
}
