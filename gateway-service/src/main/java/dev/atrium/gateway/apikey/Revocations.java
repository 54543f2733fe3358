package dev.atrium.gateway.apikey;

import dev.atrium.gateway.upkeep.Question;
import dev.atrium.gateway.upkeep.Since;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells which keys were revoked, or made good for less, at whichever gateway, to those who keep open
/// what a key has opened.
@ApplicationScoped
public class Revocations {

    /// A row at least, with the database's time. A revocation counts from its commit, but carries a time before it, by
    /// the clock of the database.
    private static final String REVOKED =
            "select r.key_hash, r.narrowed_at, now() as asked from (select 1) as one left join"
                    + " revoked_api_keys(coalesce($1::timestamptz, now()) - interval '1 minute') as r on true";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Pool pool;

    Revocations(Pool pool) {
        this.pool = pool;
    }

    /// A key whose sockets have to end.
    ///
    /// @param narrowedAt those that were opened when it had not been made good for less at this time,
    ///     by the clock of the database; null: all
    public record End(KeyHash key, @Nullable Instant narrowedAt) {}

    /// What has ended up to a time.
    ///
    /// @param asked the time, by the clock of the database
    public record Revoked(List<End> ends, Instant asked) {

        public Revoked {
            ends = List.copyOf(ends);
        }
    }

    /// The keys that were revoked or made good for less at that time or later, and perhaps some of a
    /// bit before.
    ///
    /// @param time as an earlier answer told it; null: now
    public Uni<Revoked> since(@Nullable Instant time) {
        return Question.ask(pool, REVOKED, Since.parameter(time), PATIENCE).map(Revocations::revoked);
    }

    private static Revoked revoked(RowSet<Row> rows) {
        List<End> ends = new ArrayList<>();
        for (Row row : rows) {
            @Nullable String hash = row.getString("key_hash");
            if (hash != null) {
                @Nullable OffsetDateTime narrowed = row.getOffsetDateTime("narrowed_at");
                ends.add(new End(new KeyHash(hash), narrowed == null ? null : narrowed.toInstant()));
            }
        }
        return new Revoked(ends, Since.asked(rows));
    }
}
