package dev.atrium.gateway.user;

import dev.atrium.gateway.upkeep.Purge;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Forgets who they were that were deactivated, a while after their end. Their rows stay, with the provider's id:
/// who has none would be taken for somebody new when the provider tells of it again.
@Singleton
final class Erasure extends Purge {

    private final UserConfig config;

    Erasure(Pool pool, InstantSource clock, UserConfig config) {
        super(pool, clock, "forget who was deactivated");
        this.config = config;
    }

    @Override
    public Uni<?> run() {
        return forget("select erase_users($1, $2)", config.grace());
    }
}
