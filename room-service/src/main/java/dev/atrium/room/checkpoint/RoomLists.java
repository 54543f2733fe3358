package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.RoomRows.ROOM_COLUMNS;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which rooms somebody may read. Each read sees one tenant only; fails when PostgreSQL does not answer
/// within 5 seconds.
@ApplicationScoped
public final class RoomLists {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String CHOSEN = RoomRows.READABLE + " and ($2::text is null or kind = $2) and archived = $3";

    private static final String BELOW = " and ($4::uuid is null or id < $4) order by id desc limit $5";
    private static final String NEWEST = "select " + ROOM_COLUMNS + " from room where " + CHOSEN + BELOW;
    /// A statement of its own, so that rooms are found by whose they are.
    private static final String NEWEST_OWN =
            "select " + ROOM_COLUMNS + " from room where " + CHOSEN + " and " + RoomRows.OWN + BELOW;

    /// The last act of a room is its last message or the last row of its journal, each at an index' end.
    private static final String ACTIVE_OWN = "select * from (select " + ROOM_COLUMNS + ", greatest(created_at,"
            + " (select m.created_at from message m where m.room = room.id order by m.sequence desc limit 1),"
            + " (select j.at from journal j where j.room = room.id order by j.sequence desc limit 1)) as active_at"
            + " from room where " + CHOSEN + " and " + RoomRows.OWN + ") as own"
            + " where $4::timestamptz is null or (active_at, id) < ($4, $5) order by active_at desc, id desc limit $6";

    private final Reads reads;

    RoomLists(Pool pool) {
        this.reads = new Reads(pool, TIMEOUT);
    }

    /// Which of the rooms that somebody may read are asked for.
    ///
    /// @param own only those in which this one is a member
    /// @param kind null for all
    /// @param archived whether those that are archived; else those that are not
    public record Filter(boolean own, @Nullable Kind kind, boolean archived) {

        public static final Filter ALL = new Filter(false, null, false);

        private @Nullable String storedKind() {
            return kind == null ? null : RoomRows.name(kind);
        }
    }

    /// A room, and when something was done in it last.
    public record Active(RoomView room, Instant at) {

        /// Behind which a list goes on.
        public Place place() {
            return new Place(at, UUID.fromString(room.id()));
        }
    }

    /// Where a list of [Active] rooms goes on.
    public record Place(Instant at, UUID room) {

        /// @throws IllegalArgumentException or `DateTimeException` if it is not what [#toString] gave
        public static Place parse(String text) {
            String[] parts = text.split(" ", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException(text);
            }
            UUID room = RoomKey.parseId(parts[1]).orElseThrow(() -> new IllegalArgumentException(text));
            return new Place(Instant.parse(parts[0]), room);
        }

        @Override
        public String toString() {
            return at + " " + room;
        }
    }

    /// The rooms that a subject may read, newest first.
    ///
    /// @param below id of the last room of the page before; null for the first page
    public Uni<List<RoomView>> newest(TenantId tenant, String subject, Filter filter, @Nullable UUID below, int limit) {
        return reads.list(
                tenant,
                filter.own() ? NEWEST_OWN : NEWEST,
                Tuple.of(subject, filter.storedKind(), filter.archived(), below, limit),
                RoomLists::room);
    }

    /// Of a subject's own rooms those first where something was done last. Looks at all of them.
    ///
    /// @param filter of those in which it is a member
    /// @param behind null for the first page
    public Uni<List<Active>> active(TenantId tenant, String subject, Filter filter, @Nullable Place behind, int limit) {
        return reads.list(
                tenant,
                ACTIVE_OWN,
                Tuple.of(
                        subject,
                        filter.storedKind(),
                        filter.archived(),
                        behind == null ? null : RoomRows.time(behind.at()),
                        behind == null ? null : behind.room(),
                        limit),
                row -> new Active(room(row), row.getOffsetDateTime("active_at").toInstant()));
    }

    private static RoomView room(Row row) {
        return RoomView.of(RoomRows.room(row), RoomRows.settings(row), row.getLong("last_sequence"));
    }
}
