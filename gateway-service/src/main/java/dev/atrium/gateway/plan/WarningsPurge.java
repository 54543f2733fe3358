package dev.atrium.gateway.plan;

import dev.atrium.gateway.upkeep.Chore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// Forgets of former months who was told that much of a quota is used.
@ApplicationScoped
class WarningsPurge implements Chore {

    private static final String FORGET = "select forget_quota_warnings($1)";

    private final Pool pool;
    private final InstantSource clock;

    WarningsPurge(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "forget warnings of former months";
    }

    @Override
    public Uni<?> run() {
        // Gateways need not agree on the moment in which a month begins.
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(Month.of(Month.of(clock.instant()).start().minusSeconds(1))
                        .start()
                        .atOffset(ZoneOffset.UTC)));
    }
}
