package dev.atrium.gateway.apikey;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Tells which keys were revoked, at whichever gateway, to those who keep open what a key has opened.
@ApplicationScoped
public class Revocations {

    private static final String REVOKED = "select key_hash from revoked_api_keys($1)";

    /// A revocation counts from its commit, but carries the time before it, by the clock of the gateway that made it.
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Pool pool;

    Revocations(Pool pool) {
        this.pool = pool;
    }

    /// Hashes of the keys that were revoked at that time or later, and perhaps of some that were revoked before.
    public Uni<Set<KeyHash>> since(Instant time) {
        return pool.preparedQuery(REVOKED)
                .execute(Tuple.of(time.minus(LATE).atOffset(ZoneOffset.UTC)))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(Revocations::hashes);
    }

    private static Set<KeyHash> hashes(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new KeyHash(row.getString("key_hash")))
                .collect(Collectors.toUnmodifiableSet());
    }
}
