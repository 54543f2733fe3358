package dev.atrium.gateway.usage;

import dev.atrium.gateway.upkeep.Chore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// Forgets events of all consumers that were received more than 30 days ago: their topics keep them for a week, so
/// none comes again. Only of files the topic keeps all.
@ApplicationScoped
class InboxPurge implements Chore {

    private static final Duration KEEP = Duration.ofDays(30);
    private static final String DELETE = "delete from inbox where received_at < $1 and consumer <> $2";

    private final Pool pool;
    private final InstantSource clock;

    InboxPurge(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "forget received events";
    }

    @Override
    public Uni<?> run() {
        return pool.preparedQuery(DELETE)
                .execute(Tuple.of(clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC), UsageIntake.CONSUMER_OF_FILES));
    }
}
