package dev.atrium.gateway.usage;

import dev.atrium.gateway.upkeep.Chore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Forgets events of all consumers that were received more than 8 days ago: their topics keep them for a week, so
/// none comes again. Only of files the topic keeps all.
@ApplicationScoped
class InboxPurge implements Chore {

    private static final Duration KEEP = Duration.ofDays(8);

    /// At once, so that a statement is short however much there is: what is forgotten stays so if a later one fails.
    private static final int STEP = 10_000;

    /// The consumer as a literal, as in the index, which is used for nothing else.
    private static final String DELETE = "delete from inbox where ctid = any(array(select ctid from inbox"
            + " where received_at < $1 and consumer <> '" + UsageIntake.CONSUMER_OF_FILES + "' limit " + STEP + "))";

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
    public Uni<Void> run() {
        return forget(clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC));
    }

    private Uni<Void> forget(OffsetDateTime before) {
        return pool.preparedQuery(DELETE)
                .execute(Tuple.of(before))
                .chain(rows -> rows.rowCount() < STEP ? Uni.createFrom().voidItem() : forget(before));
    }
}
