package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.RoomRows.MESSAGE_COLUMNS;
import static dev.atrium.room.checkpoint.RoomRows.ROOM_COLUMNS;

import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.room.access.Membership;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.access.StoredAccess;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Marker;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.PastIds;
import dev.atrium.room.chat.Replies;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.chat.Sent;
import dev.atrium.room.chat.SentIds;
import dev.atrium.room.tinybase.StoredLeaf;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is stored of rooms. Each read sees one tenant only; fails when PostgreSQL does not answer within 5 seconds, or
/// within 15 seconds with all of a room, or all its client ids.
@ApplicationScoped
public final class RoomStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// As long as the gateway waits for an answer: to give up earlier would be to begin from the start for whoever asks
    /// next, on a machine that is too busy already.
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(15);

    /// Also what its objects and its document take in memory, as the room itself would count them.
    private static final String ROOM = "select " + ROOM_COLUMNS
            + ", (case when has_objects then (select 2 * coalesce(sum(octet_length(path) + octet_length(json)), 0)"
            + " + 200 * count(*) from object where object.room = room.id and json is not null) else 0 end"
            + " + case when has_document then (select coalesce(sum(octet_length(path) + octet_length(json)), 0)"
            + " + 120 * count(*) from document_leaf where document_leaf.room = room.id) else 0 end)::bigint as size_bytes"
            + " from room where id = $1";
    private static final String NEWEST = "select " + MESSAGE_COLUMNS
            + " from message where room = $1 and sequence <= $2 order by sequence desc limit $3";
    private static final String OLDEST = "select " + MESSAGE_COLUMNS
            + " from message where room = $1 and sequence > $2 and sequence <= $3 order by sequence limit $4";
    private static final String NEWEST_ANSWERS = "select " + MESSAGE_COLUMNS
            + " from message where room = $1 and reply_to = $2 and sequence <= $3 order by sequence desc limit $4";
    private static final String OLDEST_ANSWERS = "select " + MESSAGE_COLUMNS
            + " from message where room = $1 and reply_to = $2 and sequence > $3 and sequence <= $4"
            + " order by sequence limit $5";
    private static final String CHANGED = "select " + MESSAGE_COLUMNS
            + " from message where room = $1 and sequence <= $2 and changed > 0 order by changed desc limit $3";
    private static final String ONE = "select " + MESSAGE_COLUMNS + " from message where room = $1 and id = $2";
    private static final String REPLIES = "select answered.id as id, (select count(*) from (select from message"
            + " where room = $1 and reply_to = answered.id and sequence <= $3 and not deleted and not hidden limit "
            + Replies.COUNT_MAX
            + ") as counted)::int as count, last.created_at as last_at from unnest($2::uuid[]) as answered (id)"
            + " cross join lateral (select created_at from message where room = $1 and reply_to = answered.id"
            + " and sequence <= $3 and not deleted and not hidden order by sequence desc limit 1) as last";
    private static final String SENT_IDS = "select array_agg(hash) as hashes, min(created_at) as oldest from (select "
            + Sent.HASH_SQL + " as hash, created_at from message where room = $1 and sequence <= $2"
            + " and client_id is not null and created_at >= $3 order by created_at desc limit $4) as newest";
    private static final String SENT_AS = "select " + MESSAGE_COLUMNS
            + " from message where room = $1 and sender_subject = $2 and client_id = $3 order by sequence limit 1";
    /// Most client ids that are read of a room's messages.
    private static final int SENT_IDS_MAX = 100_000;

    private final Reads reads;
    private final Reads loads;
    private final InstantSource clock;

    RoomStore(Pool pool, InstantSource clock) {
        this.reads = new Reads(pool, TIMEOUT);
        this.loads = new Reads(pool, LOAD_TIMEOUT);
        this.clock = clock;
    }

    /// Whether the store can be read.
    ///
    /// @return fails if it cannot
    public Uni<Void> answers() {
        return reads.ping();
    }

    /// A room at a sequence number at or after the last one that was checkpointed before the call.
    public Uni<Optional<RoomSnapshot>> load(RoomKey key) {
        return load(key, _ -> true);
    }

    /// As [#load].
    ///
    /// @param hasMemory whether there is memory for so many bytes, roughly, before they are read; asked
    ///     once at most
    /// @return fails with a [TooLargeToLoadException] if there is not
    public Uni<Optional<RoomSnapshot>> load(RoomKey key, LongPredicate hasMemory) {
        return loads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, ROOM, Tuple.of(key.uuid())).flatMap(found -> {
                    if (found.isEmpty()) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Row room = found.getFirst();
                    if (RoomRows.isDeleted(room)) {
                        return Uni.createFrom().item(Optional.of(deleted(room)));
                    }
                    long sizeBytes = room.getLong("size_bytes");
                    return hasMemory.test(sizeBytes)
                            ? snapshot(connection, key, room)
                            : Uni.createFrom().failure(new TooLargeToLoadException(sizeBytes));
                }));
    }

    /// A room's client ids of the last 24 hours, or the newest of them.
    ///
    /// @param upTo of messages up to this sequence number; operations with later ones may be among them
    public Uni<PastIds> ids(RoomKey key, long upTo) {
        Instant now = clock.instant();
        return loads.inTenant(
                key.tenant(),
                connection -> Uni.combine()
                        .all()
                        .unis(messageIds(connection, key, upTo, now), ObjectStore.ids(connection, key, now))
                        .with(PastIds::new));
    }

    /// A message by its id, if it is stored.
    public Uni<Optional<Message>> message(RoomKey key, String message) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, ONE, Tuple.of(key.uuid(), UUID.fromString(message)))
                        .map(found -> found.stream().findFirst().map(RoomRows::message)));
    }

    /// A message by its id, if it is stored, with what is left of its answers.
    ///
    /// @param answersUpTo no later answers are counted
    public Uni<Optional<Message>> message(RoomKey key, String message, long answersUpTo) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, ONE, Tuple.of(key.uuid(), UUID.fromString(message)))
                        .flatMap(found -> withReplies(
                                connection,
                                key,
                                messages(found.stream().limit(1).toList()),
                                answersUpTo))
                        .map(found -> found.stream().findFirst()));
    }

    /// The first message that a sender sent with its own id, if it is stored.
    public Uni<Optional<Message>> sentAs(RoomKey key, String subject, String clientId) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, SENT_AS, Tuple.of(key.uuid(), subject, clientId))
                        .map(found -> found.stream().findFirst().map(RoomRows::message)));
    }

    /// The drafts of one person in a room.
    public Uni<List<Draft>> drafts(RoomKey key, String subject) {
        return reads.inTenant(
                key.tenant(),
                connection -> Reads.rows(connection, DraftRows.READ, Tuple.of(key.uuid(), subject))
                        .map(found -> found.stream().map(DraftRows::draft).toList()));
    }

    /// Messages that left memory, ascending, with what is left of their answers.
    public Uni<List<Message>> messages(RoomKey key, Excerpt.Stored part) {
        String replyTo = part.replyTo();
        return reads.inTenant(
                key.tenant(),
                connection -> (replyTo == null
                                ? messages(connection, key, part)
                                : answers(connection, key, part, UUID.fromString(replyTo)))
                        .flatMap(found -> withReplies(connection, key, found, part.answersUpTo())));
    }

    private static Uni<List<Message>> withReplies(
            SqlConnection connection, RoomKey key, List<Message> some, long answersUpTo) {
        if (some.isEmpty()) {
            return Uni.createFrom().item(some);
        }
        UUID[] ids = some.stream().map(message -> UUID.fromString(message.id())).toArray(UUID[]::new);
        return Reads.rows(connection, REPLIES, Tuple.of(key.uuid(), ids, answersUpTo))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> row.getUUID("id").toString(), RoomRows::replies, (one, _) -> one)))
                .map(replies -> some.stream()
                        .map(message -> message.with(replies.getOrDefault(message.id(), Replies.NONE)))
                        .toList());
    }

    private static Uni<List<Message>> messages(SqlConnection connection, RoomKey key, Excerpt.Stored part) {
        return part.newestFirst()
                ? newest(connection, key, part.upTo(), part.limit())
                : Reads.rows(connection, OLDEST, Tuple.of(key.uuid(), part.above(), part.upTo(), part.limit()))
                        .map(RoomStore::messages);
    }

    private static Uni<List<Message>> answers(
            SqlConnection connection, RoomKey key, Excerpt.Stored part, UUID replyTo) {
        return part.newestFirst()
                ? Reads.rows(connection, NEWEST_ANSWERS, Tuple.of(key.uuid(), replyTo, part.upTo(), part.limit()))
                        .map(found -> messages(found).reversed())
                : Reads.rows(
                                connection,
                                OLDEST_ANSWERS,
                                Tuple.of(key.uuid(), replyTo, part.above(), part.upTo(), part.limit()))
                        .map(RoomStore::messages);
    }

    /// Whatever is still to be purged.
    private static RoomSnapshot deleted(Row room) {
        return new RoomSnapshot(RoomRows.room(room), room.getLong("last_sequence"), List.of(), true)
                .with(new StoredAccess(RoomRows.settings(room), List.of(), List.of(), List.of()));
    }

    /// What does not follow from something else is asked for at once, and waits for PostgreSQL once: whoever comes into
    /// the room waits for all of it.
    private Uni<Optional<RoomSnapshot>> snapshot(SqlConnection connection, RoomKey key, Row room) {
        return Uni.combine()
                .all()
                .unis(
                        messages(connection, key, room),
                        room.getBoolean("has_document")
                                ? document(connection, key)
                                : Uni.createFrom().<List<StoredLeaf>>item(List.of()),
                        room.getBoolean("has_objects")
                                ? ObjectStore.load(connection, key)
                                : Uni.createFrom().item(RoomSnapshot.Objects.NONE),
                        markers(connection, key),
                        access(connection, key, room))
                .with((messages, document, objects, markers, access) -> Optional.of(messages.with(document)
                        .with(objects)
                        .withMarkers(markers)
                        .with(access)));
    }

    private Uni<RoomSnapshot> messages(SqlConnection connection, RoomKey key, Row room) {
        long sequence = room.getLong("last_sequence");
        // The second statement may see a later checkpoint than the first: what came with it is left out, because the
        // shard knows all that was not checkpointed when it asked.
        return newest(connection, key, sequence, Room.WINDOW + 1)
                .map(found -> new RoomSnapshot(
                        RoomRows.room(room),
                        sequence,
                        found.subList(Math.max(0, found.size() - Room.WINDOW), found.size()),
                        found.size() <= Room.WINDOW))
                .flatMap(snapshot -> snapshot.complete()
                        ? Uni.createFrom().item(snapshot)
                        : changed(connection, key, snapshot.floor()).map(snapshot::with));
    }

    /// Also what came with a later checkpoint: what is further wins anyway.
    private static Uni<List<Marker>> markers(SqlConnection connection, RoomKey key) {
        return Reads.rows(connection, MarkerRows.READ, Tuple.of(key.uuid()))
                .map(found -> found.stream().map(MarkerRows::marker).toList().reversed());
    }

    /// Also what came with a later checkpoint: the shard tells it again.
    private Uni<StoredAccess> access(SqlConnection connection, RoomKey key, Row room) {
        RoomCreated created = RoomRows.room(room);
        StoredAccess first = StoredAccess.of(created);
        if (room.getLong("accessed") == 0) {
            return Uni.createFrom().item(first);
        }
        OffsetDateTime now = RoomRows.time(clock.instant());
        String creator = created.owner().subject();
        return Uni.combine()
                .all()
                .unis(
                        Reads.rows(connection, AccessRows.MEMBERS, Tuple.of(key.uuid(), creator)),
                        Reads.rows(connection, AccessRows.BANS, Tuple.of(key.uuid(), now)),
                        Reads.rows(connection, AccessRows.LINKS, Tuple.of(key.uuid(), now, RoomAccess.LINKS_MAX)))
                .with((members, bans, links) -> new StoredAccess(
                        RoomRows.settings(room),
                        members(first.members(), members),
                        bans.stream().map(AccessRows::ban).toList(),
                        links.stream().map(AccessRows::link).toList()));
    }

    /// @param implied those who are members unless a row says otherwise
    private static List<Membership> members(List<Membership> implied, List<Row> rows) {
        Set<String> said = rows.stream().map(row -> row.getString("subject")).collect(Collectors.toSet());
        return Stream.concat(
                        implied.stream()
                                .filter(member -> !said.contains(member.who().subject())),
                        rows.stream().filter(AccessRows::isMember).map(AccessRows::member))
                .toList();
    }

    /// The older messages to which something happened last.
    private static Uni<RoomSnapshot.Changed> changed(SqlConnection connection, RoomKey key, long upTo) {
        return Reads.rows(connection, CHANGED, Tuple.of(key.uuid(), upTo, Room.WINDOW + 1))
                .map(RoomStore::messages)
                .map(found -> found.size() <= Room.WINDOW
                        ? new RoomSnapshot.Changed(found, 0)
                        : new RoomSnapshot.Changed(
                                found.subList(0, Room.WINDOW), found.getLast().version()));
    }

    /// Also what came with a later checkpoint: what is newer wins anyway.
    private static Uni<List<StoredLeaf>> document(SqlConnection connection, RoomKey key) {
        return Reads.rows(connection, LeafRows.READ, Tuple.of(key.uuid()))
                .map(found -> found.stream().map(LeafRows::leaf).toList());
    }

    private static Uni<SentIds> messageIds(SqlConnection connection, RoomKey key, long upTo, Instant now) {
        Instant since = now.minus(SentIds.REACH);
        Tuple parameters = Tuple.of(key.uuid(), upTo, RoomRows.time(since), SENT_IDS_MAX);
        return Reads.rows(connection, SENT_IDS, parameters)
                .map(List::getFirst)
                .map(row -> RoomRows.sentIds(row, since, now, SENT_IDS_MAX));
    }

    private static Uni<List<Message>> newest(SqlConnection connection, RoomKey key, long upTo, int limit) {
        return Reads.rows(connection, NEWEST, Tuple.of(key.uuid(), upTo, limit))
                .map(found -> messages(found).reversed());
    }

    private static List<Message> messages(List<Row> rows) {
        return rows.stream().map(RoomRows::message).toList();
    }
}
