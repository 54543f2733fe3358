package dev.atrium.gateway.usage;

import dev.atrium.gateway.upkeep.Purge;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// Forgets hours and days that nobody can ask for any more; months stay.
@Singleton
final class UsagePurge extends Purge {

    /// So that the first day that can be asked for is whole.
    private static final int MARGIN_DAYS = 2;

    private static final String FORGET = "select forget_usage($1, $2, $3)";

    UsagePurge(Pool pool, InstantSource clock) {
        super(pool, clock, "forget old usage");
    }

    @Override
    public Uni<?> run() {
        return forget(Grain.HOUR).chain(() -> forget(Grain.DAY));
    }

    private Uni<Void> forget(Grain grain) {
        return forget(FORGET, Duration.ofDays(grain.mostDays() + MARGIN_DAYS), grain.label());
    }
}
