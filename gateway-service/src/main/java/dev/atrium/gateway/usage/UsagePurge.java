package dev.atrium.gateway.usage;

import dev.atrium.gateway.upkeep.Chore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Forgets hours and days that nobody can ask for any more; months stay.
@ApplicationScoped
class UsagePurge implements Chore {

    /// So that the first day that can be asked for is whole.
    private static final int MARGIN_DAYS = 2;

    private static final String FORGET = "select forget_usage($1, $2)";

    private final Pool pool;
    private final InstantSource clock;

    UsagePurge(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "forget old usage";
    }

    @Override
    public Uni<?> run() {
        return pool.preparedQuery(FORGET).execute(Tuple.of(oldest(Grain.HOUR), oldest(Grain.DAY)));
    }

    private OffsetDateTime oldest(Grain grain) {
        return clock.instant()
                .minus(grain.mostDays() + MARGIN_DAYS, ChronoUnit.DAYS)
                .atOffset(ZoneOffset.UTC);
    }
}
