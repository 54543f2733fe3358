package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Span;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is stored of what people did in rooms: the journal and the posted messages as one list. Each read sees one
/// tenant only; fails when PostgreSQL does not answer within 5 seconds.
@ApplicationScoped
public final class ActivityStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// The third part of a type as it is in the log.
    private static final String JOURNAL = "select journal.room, sequence, at, split_part(type, '.', 3) as type,"
            + " actor_subject, actor_handle, about, summary::text as summary from journal";
    private static final String MESSAGES = "select message.room, sequence, message.created_at as at,"
            + " 'message-posted' as type, sender_subject as actor_subject, sender_handle as actor_handle,"
            + " message.id::text as about,"
            + " jsonb_strip_nulls(jsonb_build_object('replyTo', reply_to, 'fileId', file_id))::text as summary"
            + " from message";

    private static final String NEWEST_IN_ROOM =
            inRoom("sequence < $2", "desc", "$6::text is null", "$7::uuid is null");
    private static final String OLDEST_IN_ROOM = inRoom("sequence > $2", "asc", "$6::text is null", "$7::uuid is null");
    /// As the index has it: a path can be too long for one.
    private static final String ABOUT = "left(about, 200) = left($6, 200) and about = $6";
    /// Statements of their own, so that they are found by what they are about.
    private static final String NEWEST_ABOUT = inRoom("sequence < $2", "desc", ABOUT, "message.id = $7");
    private static final String OLDEST_ABOUT = inRoom("sequence > $2", "asc", ABOUT, "message.id = $7");

    private static final String OF_ACTOR = "select * from (("
            + JOURNAL + ofActor("actor_subject", "journal.room", "at")
            + ") union all ("
            + MESSAGES + ofActor("sender_subject", "message.room", "message.created_at")
            + ")) as act order by at desc, room desc, sequence desc limit $5";

    /// Which acts of a room are asked for.
    ///
    /// @param actor subject of who did it; null for everybody's
    /// @param type as [Activity] has it; null for all
    /// @param about subject of what was done, as [Activity] has it; null for all
    public record Filter(
            @Nullable String actor,
            @Nullable String type,
            @Nullable String about) {

        /// If that can be a message.
        @Nullable
        UUID message() {
            return about == null ? null : RoomKey.parseId(about).orElse(null);
        }
    }

    /// Where a list of acts goes on, newest first.
    public record Place(Instant at, UUID room, long sequence) {

        /// Before everything.
        public static final Place START =
                new Place(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1), Long.MAX_VALUE);

        public static Place of(Activity activity) {
            return new Place(activity.at(), UUID.fromString(activity.roomId()), activity.sequence());
        }

        /// @throws IllegalArgumentException or `DateTimeException` if it is not what [#toString] gave
        public static Place parse(String text) {
            String[] parts = text.split(" ", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException(text);
            }
            Instant at = Instant.parse(parts[0]);
            if (at.isAfter(START.at) || at.isBefore(Instant.EPOCH)) {
                throw new IllegalArgumentException(text);
            }
            return new Place(at, UUID.fromString(parts[1]), Long.parseLong(parts[2]));
        }

        @Override
        public String toString() {
            return at + " " + room + " " + sequence;
        }
    }

    private final Reads reads;

    ActivityStore(Pool pool) {
        this.reads = new Reads(pool, TIMEOUT);
    }

    /// What was done in a room, newest first.
    ///
    /// @return one more than asked for, if there is one: the last where the newest are asked for, else the first
    public Uni<List<Activity>> inRoom(RoomKey key, Span span, Filter filter) {
        return switch (span) {
            case Span.Before before ->
                inRoom(
                        filter.about() == null ? NEWEST_IN_ROOM : NEWEST_ABOUT,
                        key,
                        before.before(),
                        before.limit(),
                        filter);
            case Span.After after ->
                inRoom(
                                filter.about() == null ? OLDEST_IN_ROOM : OLDEST_ABOUT,
                                key,
                                after.after(),
                                after.limit(),
                                filter)
                        .map(List::reversed);
        };
    }

    /// What somebody did in all rooms that this person may read now, newest first.
    public Uni<List<Activity>> of(TenantId tenant, String subject, Place behind, int limit) {
        return reads.list(
                tenant,
                OF_ACTOR,
                Tuple.of(subject, RoomRows.time(behind.at()), behind.room(), behind.sequence(), limit),
                ActivityStore::activity);
    }

    private Uni<List<Activity>> inRoom(String sql, RoomKey key, long bound, int limit, Filter filter) {
        return reads.list(
                key.tenant(),
                sql,
                Tuple.tuple(Arrays.asList(
                        key.uuid(), bound, limit + 1, filter.actor(), filter.type(), filter.about(), filter.message())),
                ActivityStore::activity);
    }

    private static Activity activity(Row row) {
        return new Activity(
                row.getUUID("room").toString(),
                row.getLong("sequence"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("type"),
                new Actor(row.getString("actor_subject"), row.getString("actor_handle")),
                row.getString("about"),
                row.getString("summary"));
    }

    private static String inRoom(String bound, String order, String about, String message) {
        String some = " where room = $1 and " + bound + " and ($4::text is null or %s = $4)"
                + " and ($5::text is null or %s = $5) and %s order by sequence " + order + " limit $3";
        return "select * from ((" + JOURNAL + some.formatted("actor_subject", "split_part(type, '.', 3)", about)
                + ") union all (" + MESSAGES + some.formatted("sender_subject", "'message-posted'", message)
                + ")) as act order by sequence " + order + " limit $3";
    }

    private static String ofActor(String actor, String room, String at) {
        return " join room on room.id = " + room + " where " + actor + " = $1 and " + RoomRows.READABLE + " and ("
                + at + ", " + room + ", sequence) < ($2, $3, $4) order by " + at + " desc, " + room
                + " desc, sequence desc limit $5";
    }
}
