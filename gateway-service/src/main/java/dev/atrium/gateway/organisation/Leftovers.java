package dev.atrium.gateway.organisation;

import dev.atrium.gateway.upkeep.Purge;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// Forgets users and webhook sources that an organisation has though it was deleted: what was under way at that moment
/// may have been written behind it.
@Singleton
final class Leftovers extends Purge {

    Leftovers(Pool pool, InstantSource clock) {
        super(pool, clock, "forget what deleted organisations have left");
    }

    @Override
    public Uni<?> run() {
        return forget("select forget_leftovers($1, $2)", Duration.ZERO);
    }
}
