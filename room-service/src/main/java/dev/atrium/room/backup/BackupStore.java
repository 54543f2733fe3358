package dev.atrium.room.backup;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.ObjectChange;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.Reads;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is stored of a tenant's rooms, all of them, for whoever makes its backup. Each read sees one
/// tenant only; fails when PostgreSQL does not answer within 10 seconds.
@ApplicationScoped
class BackupStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final String HEAD = "select id, name, kind, visibility, everyone, archived, owner_subject,"
            + " owner_handle, created_at, last_sequence from room";
    private static final String ROOMS =
            HEAD + " where deleted_at = 0 and ($1::uuid is null or id > $1) order by id limit $2";
    private static final String ROOM = HEAD + " where id = $1 and deleted_at = 0";
    /// What they have by teams comes back with these.
    private static final String MEMBERS =
            "select subject, handle, case when teams is null then role else own end as role"
                    + " from room_member where room = $1 order by subject";
    private static final String BANS = "select subject, expires_at, reason from room_ban where room = $1 and banned"
            + " and (expires_at is null or expires_at > now()) order by subject";

    /// Pages end behind this, so that neither service needs much memory for one.
    private static final long PAGE_BYTES = 2 << 20;

    /// What a row takes beside its texts, about.
    private static final int ROW_BYTES = 300;

    /// Up to `$3`; what was deleted later than `$4` is not told, nor what was posted and deleted behind that.
    private static final String MESSAGES = " from message where room = $1 and sequence > $2 and sequence <= $3"
            + " and not (deleted and changed > $4) order by sequence";
    private static final String JOURNAL = " from journal where room = $1 and sequence > $2 and sequence <= $3"
            + " and not (type = 'atrium.room.message-edited.v1' and data ->> 'content' = '') order by sequence";

    /// Which places are next, and how much is in each.
    private static final String PLACES = "with place as (select * from ((select sequence,"
            + " octet_length(coalesce(first_content, content))"
            + " + octet_length(coalesce(first_mentions, mentions)::text) as bytes" + MESSAGES + " limit $5)"
            + " union all (select sequence, octet_length(data::text) as bytes" + JOURNAL + " limit $5)) as both_tables"
            + " order by sequence limit $5), changed as (select version, sum(octet_length(json)) as bytes"
            + " from object_version where room = $1 and version > $2"
            + " and version <= (select max(sequence) from place) group by version)"
            + " select sequence, place.bytes + coalesce(changed.bytes, 0) as bytes"
            + " from place left join changed on version = sequence order by sequence";
    private static final String POSTED = "select sequence, id, sender_subject, sender_handle, created_at, client_id,"
            + " file_id, file_name, file_type, reply_to, coalesce(first_content, content) as content,"
            + " coalesce(first_mentions, mentions)::text as mentions" + MESSAGES;
    private static final String DONE = "select type, data::text as data" + JOURNAL;
    private static final String OBJECTS = "select version, path, json, previous from object_version"
            + " where room = $1 and version > $2 and version <= $3 order by version, path";

    private final Reads reads;

    BackupStore(Pool pool) {
        this.reads = new Reads(pool, TIMEOUT);
    }

    /// Rooms by id, without members and bans.
    ///
    /// @param after id of the last room of the page before; null for the first page
    Uni<List<RoomHead>> rooms(TenantId tenant, @Nullable UUID after, int limit) {
        return reads.inTenant(tenant, connection -> Reads.rows(connection, ROOMS, Tuple.of(after, limit)))
                .map(found -> found.stream().map(BackupStore::head).toList());
    }

    /// A room with its members and bans, as of one moment.
    Uni<Optional<RoomHead>> room(RoomKey key) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, ROOM, Tuple.of(key.uuid()))
                        .flatMap(found -> found.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : access(connection, key, head(found.getFirst()))
                                        .map(Optional::of)));
    }

    private static Uni<RoomHead> access(SqlConnection connection, RoomKey key, RoomHead head) {
        return Reads.rows(connection, MEMBERS, Tuple.of(key.uuid()))
                .flatMap(members -> Reads.rows(connection, BANS, Tuple.of(key.uuid()))
                        .map(bans -> head.with(
                                members(head.owner(), members),
                                bans.stream().map(BackupStore::banned).toList())));
    }

    /// What happened in a room, in order: so many events, fewer where they are large.
    ///
    /// @param upTo at most the room's last sequence number
    Uni<EventPage> events(RoomKey key, long after, long upTo, int limit) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, PLACES, Tuple.of(key.uuid(), after, upTo, upTo, limit + 1))
                        .flatMap(places ->
                                page(connection, key, new Span(after, upTo), fitting(places, limit), places)));
    }

    private record Span(long after, long upTo) {}

    /// How many of the places are a page: at least one, if there is any.
    private static int fitting(List<Row> places, int limit) {
        long bytes = 0;
        int count = 0;
        while (count < Math.min(places.size(), limit) && (count == 0 || bytes < PAGE_BYTES)) {
            bytes += places.get(count).getLong("bytes") + ROW_BYTES;
            count += count == 0 || bytes <= PAGE_BYTES ? 1 : 0;
        }
        return count;
    }

    private static Uni<EventPage> page(SqlConnection connection, RoomKey key, Span span, int count, List<Row> places) {
        if (count == 0) {
            return Uni.createFrom().item(new EventPage(List.of(), null));
        }
        long last = places.get(count - 1).getLong("sequence");
        Tuple bounds = Tuple.of(key.uuid(), span.after(), last);
        return Reads.rows(connection, POSTED, Tuple.of(key.uuid(), span.after(), last, span.upTo()))
                .flatMap(messages -> Reads.rows(connection, DONE, bounds)
                        .flatMap(journal -> Reads.rows(connection, OBJECTS, bounds)
                                .map(objects -> new EventPage(
                                        stored(key, messages, journal, changes(objects)),
                                        count < places.size() ? last : null))));
    }

    /// Events that this version does not know are passed over.
    private static List<StoredEvent> stored(
            RoomKey key, List<Row> messages, List<Row> journal, Map<Long, List<ObjectChange>> changes) {
        Stream<RoomEvent> done = journal.stream()
                .flatMap(row -> RoomLogCodec.event(row.getString("type"), row.getString("data")).stream());
        return Stream.concat(messages.stream().map(row -> posted(key, row)), done)
                .sorted(Comparator.comparingLong(RoomEvent::sequence))
                .map(event -> StoredEvent.of(whole(event, changes)))
                .toList();
    }

    /// The journal leaves out what objects were: that is in rows of their own.
    private static RoomEvent whole(RoomEvent event, Map<Long, List<ObjectChange>> changes) {
        return event instanceof OperationsApplied applied
                ? new OperationsApplied(
                        applied.tenant(),
                        applied.room(),
                        applied.sequence(),
                        applied.at(),
                        applied.by(),
                        applied.clientId(),
                        changes.getOrDefault(applied.sequence(), List.of()))
                : event;
    }

    private static Map<Long, List<ObjectChange>> changes(List<Row> rows) {
        Map<Long, List<ObjectChange>> changes = new HashMap<>();
        for (Row row : rows) {
            changes.computeIfAbsent(row.getLong("version"), _ -> new ArrayList<>())
                    .add(new ObjectChange(row.getString("path"), row.getString("json"), row.getLong("previous")));
        }
        return changes;
    }

    private static RoomEvent posted(RoomKey key, Row row) {
        String file = row.getString("file_id");
        UUID replyTo = row.getUUID("reply_to");
        return new RoomEvent.MessagePosted(
                key.tenant(),
                key.room(),
                row.getLong("sequence"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getUUID("id").toString(),
                new Actor(row.getString("sender_subject"), row.getString("sender_handle")),
                row.getString("content"),
                row.getString("client_id"),
                file == null
                        ? null
                        : new RoomEvent.Attachment(file, row.getString("file_name"), row.getString("file_type")),
                replyTo == null ? null : replyTo.toString(),
                List.of(Json.read(row.getString("mentions"), String[].class)));
    }

    /// Who created a room is its owner, unless a row says otherwise.
    private static List<RoomHead.Member> members(Actor creator, List<Row> rows) {
        boolean said = rows.stream().anyMatch(row -> row.getString("subject").equals(creator.subject()));
        Stream<RoomHead.Member> implied = said
                ? Stream.empty()
                : Stream.of(new RoomHead.Member(creator.subject(), creator.handle(), RoomEvent.Role.OWNER));
        return Stream.concat(
                        implied,
                        rows.stream()
                                .filter(row -> row.getString("role") != null)
                                .map(row -> new RoomHead.Member(
                                        row.getString("subject"),
                                        row.getString("handle"),
                                        named(RoomEvent.Role.class, row.getString("role")))))
                .toList();
    }

    private static RoomHead.Banned banned(Row row) {
        OffsetDateTime expires = row.getOffsetDateTime("expires_at");
        return new RoomHead.Banned(
                row.getString("subject"), expires == null ? null : expires.toInstant(), row.getString("reason"));
    }

    private static RoomHead head(Row row) {
        return new RoomHead(
                row.getUUID("id").toString(),
                row.getString("name"),
                named(RoomEvent.Kind.class, row.getString("kind")),
                named(RoomEvent.Visibility.class, row.getString("visibility")),
                named(RoomEvent.Role.class, row.getString("everyone")),
                row.getBoolean("archived"),
                new Actor(row.getString("owner_subject"), row.getString("owner_handle")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getLong("last_sequence"),
                List.of(),
                List.of());
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }
}
