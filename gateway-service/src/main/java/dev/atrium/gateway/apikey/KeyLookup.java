package dev.atrium.gateway.apikey;

import dev.atrium.gateway.edge.Believed;
import dev.atrium.gateway.policy.Membership;
import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds keys by their hashes. What was found is believed for up to a second ([ApiKeyConfig#believe]), also that
/// there is no such key; while the database does not answer, for longer ([ApiKeyConfig#believeWithoutDatabase]).
@Singleton
public class KeyLookup {

    private static final String FIND =
            "select id, tenant, subject, handle, label, scopes, expires_at, narrowed_at, role, changed_at"
                    + " from find_api_key($1)";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long MAX_CACHED = 50_000;

    private final Pool pool;
    private final InstantSource clock;
    private final Believed<KeyHash, Optional<StoredKey>> known;

    KeyLookup(Pool pool, InstantSource clock, ApiKeyConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.known =
                new Believed<>("API keys", config.believe(), config.believeWithoutDatabase(), MAX_CACHED, this::ask);
    }

    /// The key if it is valid now. Fails with a [ProblemException] `unavailable` if the database does not answer and
    /// the key was not in use lately. The item arrives on the Vert.x context of the subscriber.
    public Uni<Optional<StoredKey>> find(KeyHash hash) {
        return known.get(hash).map(found -> found.filter(key -> key.isValidAt(clock.instant())));
    }

    /// Forgets what was read about a key, because it was just changed here.
    void forget(Changed key) {
        known.forget(key.hashes());
    }

    private Uni<Optional<StoredKey>> ask(KeyHash hash) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(hash.hex()))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(KeyLookup::first)
                .onFailure()
                .transform(e ->
                        new ProblemException(ProblemType.UNAVAILABLE, "API keys cannot be checked at the moment.", e));
    }

    private static Optional<StoredKey> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(key(row));
        }
        return Optional.empty();
    }

    private static StoredKey key(Row row) {
        return new StoredKey(
                row.getUUID("id"),
                new TenantId(row.getString("tenant")),
                row.getString("subject"),
                row.getString("handle"),
                row.getString("label"),
                Set.of(row.getString("scopes").split(" ")),
                instant(row.getOffsetDateTime("expires_at")),
                instant(row.getOffsetDateTime("narrowed_at")),
                membership(row));
    }

    private static @Nullable Membership membership(Row row) {
        @Nullable String role = row.getString("role");
        return role == null
                ? null
                : new Membership(
                        Role.labelled(role), row.getOffsetDateTime("changed_at").toInstant());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
