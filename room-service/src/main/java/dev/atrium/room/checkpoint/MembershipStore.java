package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/// Of which rooms people are members, as far as it is stored. Each read sees one tenant only; fails when
/// PostgreSQL does not answer within 5 seconds.
@ApplicationScoped
public final class MembershipStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String ROOMS = "select id, last_sequence from room where deleted_at = 0 and " + RoomRows.OWN
            + " order by id desc limit $2";

    private final Reads reads;

    MembershipStore(Pool pool) {
        this.reads = new Reads(pool, TIMEOUT);
    }

    /// Somebody is a member of a room.
    ///
    /// @param sequence up to which the room is stored: what happened later may say otherwise
    public record Stored(String room, long sequence) {}

    /// The rooms of which somebody is a member, newest first.
    public Uni<List<Stored>> of(TenantId tenant, String subject, int limit) {
        return reads.list(
                tenant,
                ROOMS,
                Tuple.of(subject, limit),
                row -> new Stored(row.getUUID("id").toString(), row.getLong("last_sequence")));
    }
}
