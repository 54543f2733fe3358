package dev.atrium.gateway.intake;

import dev.atrium.gateway.upkeep.Chore;
import dev.atrium.gateway.upkeep.Steps;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// Forgets dead letters 30 days after their end; open ones stay.
@ApplicationScoped
class LettersPurge implements Chore {

    private static final Duration KEEP = Duration.ofDays(30);

    private static final String DELETE = """
            with gone as (
                delete from dead_letter where ctid = any(array(
                    select ctid from dead_letter where ended_at < $1 limit $2))
                returning 1)
            select count(*)::int from gone
            """;

    private final Pool pool;
    private final InstantSource clock;

    LettersPurge(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "forget ended dead letters";
    }

    @Override
    public Uni<?> run() {
        return Steps.forget(pool, DELETE, clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC));
    }
}
