package dev.atrium.gateway.intake;

import dev.atrium.gateway.upkeep.Purge;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// Forgets dead letters 30 days after their end; open ones stay.
@Singleton
final class LettersPurge extends Purge {

    private static final Duration KEEP = Duration.ofDays(30);

    private static final String DELETE = """
            with gone as (
                delete from dead_letter where ctid = any(array(
                    select ctid from dead_letter where ended_at < $1 limit $2))
                returning 1)
            select count(*)::int from gone
            """;

    LettersPurge(Pool pool, InstantSource clock) {
        super(pool, clock, "forget ended dead letters");
    }

    @Override
    public Uni<?> run() {
        return forget(DELETE, KEEP);
    }
}
