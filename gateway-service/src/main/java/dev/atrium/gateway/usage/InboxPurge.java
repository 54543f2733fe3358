package dev.atrium.gateway.usage;

import dev.atrium.gateway.upkeep.Purge;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// Forgets events of all consumers that were received more than 15 days ago, so that none of them comes
/// again: of a topic that keeps its events for a week, Kafka forgets a segment when the newest event in
/// it is so old, and a quiet partition begins another only after a week. Only of files the topic keeps
/// all.
@Singleton
final class InboxPurge extends Purge {

    private static final Duration KEEP = Duration.ofDays(15);

    /// The consumer as a literal, as in the index, which is used for nothing else.
    private static final String DELETE = """
            with gone as (
                delete from inbox where ctid = any(array(
                    select ctid from inbox where received_at < $1 and consumer <> '%s' limit $2))
                returning 1)
            select count(*)::int from gone
            """.formatted(UsageIntake.CONSUMER_OF_FILES);

    InboxPurge(Pool pool, InstantSource clock) {
        super(pool, clock, "forget received events");
    }

    @Override
    public Uni<?> run() {
        return forget(DELETE, KEEP);
    }
}
