package dev.atrium.room.checkpoint;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.room.access.PastAccess;
import dev.atrium.room.chat.RoomKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// How rooms were described, and who was in them, as the journal tells. Each read sees one tenant only; fails when
/// PostgreSQL does not answer within 5 seconds.
@ApplicationScoped
public final class PastAccessStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String EVENTS = "select sequence, type, data::text as data from journal where room = $1";

    /// The creation, the last description, whether it was archived last, and of each person the last change
    /// of its membership and of its bans: a ban is both. The others do not matter for what comes out.
    private static final String ACCESS = "select type, data from ("
            + EVENTS + " and sequence = 1 union all " + lastOf("'atrium.room.changed.v1'") + " union all "
            + lastOf("'atrium.room.archived.v1'") + " union all "
            + lastOfEach("'atrium.room.member-set.v1', 'atrium.room.member-joined.v1',"
                    + " 'atrium.room.member-removed.v1', 'atrium.room.member-banned.v1'")
            + " union all " + lastOfEach("'atrium.room.member-banned.v1', 'atrium.room.member-unbanned.v1'")
            + ") changes order by sequence";

    private static final String TIME = "select greatest("
            + "(select at from journal where room = $1 and sequence <= $2 order by sequence desc limit 1),"
            + " (select created_at from message where room = $1 and sequence <= $2 order by sequence desc limit 1)) as at";

    private final Reads reads;

    PastAccessStore(Pool pool) {
        this.reads = new Reads(pool, TIMEOUT);
    }

    /// The room as it was at a sequence number; empty if its beginning was not kept.
    public Uni<Optional<PastAccess>> access(RoomKey key, long at) {
        Tuple parameters = Tuple.of(key.uuid(), at);
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, ACCESS, parameters)
                        .flatMap(events -> Reads.rows(connection, TIME, parameters)
                                .map(times -> past(events, times.getFirst().getOffsetDateTime("at")))));
    }

    private static Optional<PastAccess> past(List<Row> events, OffsetDateTime time) {
        return PastAccess.of(
                events.stream()
                        .map(PastAccessStore::event)
                        .flatMap(Optional::stream)
                        .toList(),
                time.toInstant());
    }

    private static Optional<RoomEvent> event(Row row) {
        return RoomLogCodec.event(row.getString("type"), row.getString("data"));
    }

    private static String lastOf(String type) {
        return "(" + EVENTS + " and about is null and type = " + type
                + " and sequence <= $2 order by sequence desc limit 1)";
    }

    private static String lastOfEach(String types) {
        return "(select distinct on (about) sequence, type, data::text as data from journal where room = $1"
                + " and sequence <= $2 and type in (" + types + ") order by about, sequence desc)";
    }
}
