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
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells which keys were revoked, at whichever gateway, to those who keep open what a key has opened.
@ApplicationScoped
public class Revocations {

    /// A row at least, with the database's time. A revocation counts from its commit, but carries a time before it, by
    /// the clock of the database.
    private static final String REVOKED = "select r.key_hash, now() as asked from (select 1) as one left join"
            + " revoked_api_keys(coalesce($1::timestamptz, now()) - interval '1 minute') as r on true";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Pool pool;

    Revocations(Pool pool) {
        this.pool = pool;
    }

    /// What was revoked up to a time.
    ///
    /// @param keys hashes
    /// @param asked the time, by the clock of the database
    public record Revoked(Set<KeyHash> keys, Instant asked) {

        public Revoked {
            keys = Set.copyOf(keys);
        }
    }

    /// The keys that were revoked at that time or later, and perhaps some that were revoked a bit before.
    ///
    /// @param time as an earlier answer told it; null: now
    public Uni<Revoked> since(@Nullable Instant time) {
        return Question.ask(pool, REVOKED, Since.parameter(time), PATIENCE).map(Revocations::revoked);
    }

    private static Revoked revoked(RowSet<Row> rows) {
        Set<KeyHash> keys = new HashSet<>();
        for (Row row : rows) {
            @Nullable String hash = row.getString("key_hash");
            if (hash != null) {
                keys.add(new KeyHash(hash));
            }
        }
        return new Revoked(keys, Since.asked(rows));
    }
}
