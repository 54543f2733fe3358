package dev.atrium.gateway.usage;

import dev.atrium.gateway.upkeep.Chore;
import dev.atrium.gateway.upkeep.Steps;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Forgets hours and days that nobody can ask for any more; months stay.
@ApplicationScoped
class UsagePurge implements Chore {

    /// So that the first day that can be asked for is whole.
    private static final int MARGIN_DAYS = 2;

    private static final String FORGET = "select forget_usage($1, $2, $3)";

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
        return forget(Grain.HOUR).chain(() -> forget(Grain.DAY));
    }

    private Uni<Void> forget(Grain grain) {
        Instant oldest = clock.instant().minus(grain.mostDays() + MARGIN_DAYS, ChronoUnit.DAYS);
        return Steps.forget(pool, FORGET, grain.label(), oldest.atOffset(ZoneOffset.UTC));
    }
}
