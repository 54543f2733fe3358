package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.tenancy.TenantSql;
import dev.atrium.room.chat.RoomKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/// Which rooms were asked for with which `Idempotency-Key`.
@ApplicationScoped
final class Creations {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String CLAIM = "insert into room_creation (tenant, subject, key, room, content)"
            + " values ($1, $2, $3, $4, $5) on conflict do nothing";

    /// A statement of its own, because it must see what another transaction has just claimed.
    private static final String CLAIMED =
            "select room, content from room_creation where tenant = $1 and subject = $2 and key = $3";

    private final Pool pool;

    Creations(Pool pool) {
        this.pool = pool;
    }

    /// What a key stands for.
    ///
    /// @param content of what was asked for
    record Claim(RoomKey room, UUID content) {}

    /// Has a key stand for a room from now on, unless it does for another; tells for which it stands. Fails when
    /// PostgreSQL does not answer within 5 seconds.
    Uni<Claim> claim(Caller caller, String idempotencyKey, Claim wish) {
        String tenant = caller.tenant().value();
        Tuple row =
                Tuple.of(tenant, caller.subject(), idempotencyKey, wish.room().uuid(), wish.content());
        return TenantSql.inTenant(
                        pool,
                        caller.tenant(),
                        connection -> connection
                                .preparedQuery(CLAIM)
                                .execute(row)
                                .chain(() -> claimed(connection, caller, idempotencyKey)))
                .ifNoItem()
                .after(TIMEOUT)
                .fail();
    }

    private static Uni<Claim> claimed(SqlConnection connection, Caller caller, String idempotencyKey) {
        return connection
                .preparedQuery(CLAIMED)
                .execute(Tuple.of(caller.tenant().value(), caller.subject(), idempotencyKey))
                .map(rows -> claim(caller, rows.iterator().next()));
    }

    private static Claim claim(Caller caller, Row row) {
        return new Claim(new RoomKey(caller.tenant(), row.getUUID("room").toString()), row.getUUID("content"));
    }
}
