package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.RoomKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is stored that people have not read yet. Each read sees one tenant only; fails when PostgreSQL does not answer
/// within 5 seconds.
@ApplicationScoped
public final class UnreadStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// `$1` is the subject, `$2` the handle, `$3` up to where it has read at least.
    private static final String UNREAD = "select room.id, room.last_sequence, own.read_up_to, counted.unread,"
            + " counted.mentions from room left join marker on marker.room = room.id and marker.subject = $1"
            + " cross join lateral (select greatest(marker.read_up_to, $3::bigint) as read_up_to) as own"
            + " cross join lateral (select count(*) as unread,"
            + " count(*) filter (where jsonb_exists(newer.mentions, $2)) as mentions"
            + " from (select mentions from message where message.room = room.id"
            + " and message.sequence > own.read_up_to and sender_subject <> $1 and not deleted and not hidden"
            + " order by sequence limit 1000) as newer) as counted where ";
    private static final String ONE = UNREAD + "room.id = $4";
    private static final String ALL = UNREAD + RoomRows.READABLE
            + " and room.id in (select room from marker where subject = $1 union all select id from room"
            + " where owner_subject = $1 union all select room from room_member where subject = $1"
            + " and role is not null) and ($4::uuid is null or room.id < $4)"
            + " order by room.id desc limit $5";

    private final Reads reads;

    UnreadStore(Pool pool) {
        this.reads = new Reads(pool, TIMEOUT);
    }

    /// What somebody has not read of a room; empty if the room is not stored.
    ///
    /// @param readUpTo up to where the person has read, if the store does not know of more
    public Uni<Optional<Unread>> inRoom(RoomKey key, Actor who, long readUpTo) {
        return reads.list(
                        key.tenant(),
                        ONE,
                        Tuple.of(who.subject(), who.handle(), readUpTo, key.uuid()),
                        UnreadStore::unread)
                .map(found -> found.stream().findFirst());
    }

    /// What somebody has not read of the rooms that it owns, is a member of or has read before, newest room first.
    ///
    /// @param below id of the last room of the page before; null for the first page
    public Uni<List<Unread>> ofAll(TenantId tenant, Actor who, @Nullable UUID below, int limit) {
        return reads.list(tenant, ALL, Tuple.of(who.subject(), who.handle(), 0L, below, limit), UnreadStore::unread);
    }

    private static Unread unread(Row row) {
        return new Unread(
                row.getUUID("id").toString(),
                row.getLong("unread").intValue(),
                row.getLong("mentions").intValue(),
                row.getLong("last_sequence"),
                row.getLong("read_up_to"));
    }
}
