package dev.atrium.gateway.session;

import dev.atrium.gateway.upkeep.Purge;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// Forgets sessions a day after their end, whatever has ended them: until then gateways that ask late are
/// told of it.
@Singleton
final class SessionPurge extends Purge {

    private static final Duration KEEP = Duration.ofDays(1);

    SessionPurge(Pool pool, InstantSource clock) {
        super(pool, clock, "forget ended sessions");
    }

    @Override
    public Uni<?> run() {
        return forget("select sweep_sessions($1, $2)", KEEP);
    }
}
