package dev.atrium.gateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// The table `dead_letter`: records that nothing can be made of, whole, so that they can have their effect
/// after all.
@ApplicationScoped
public class DeadLetters {

    /// Instead of a consumer's name: none can make anything of it.
    static final String NOBODYS = "";

    private static final String INSERT = "insert into dead_letter (topic, shard, position, written_at, consumer, key,"
            + " headers, value, reason) values ($1, $2, $3, $4, $5, decode($6, 'base64'), $7, decode($8, 'base64'), $9)"
            + " on conflict do nothing";

    private static final String VIEW = "select id, topic, shard, position, written_at, recorded_at, consumer, headers,"
            + " octet_length(value) as size, encode(sha256(value), 'hex') as hash, reason, state, ended_at, ended_by"
            + " from dead_letter";

    private static final String LIST = VIEW + " where ($1::text is null or topic = $1)"
            + " and ($2::text is null or state = $2)"
            + " and (recorded_at, id) < (coalesce($3, 'infinity'::timestamptz), $4)"
            + " order by recorded_at desc, id desc limit $5";

    private static final String RECORD = "select topic, shard, position, written_at, headers,"
            + " encode(key, 'base64') as key, encode(value, 'base64') as value from dead_letter where id = $1";

    private static final String FAIL = "update dead_letter set reason = $2 where id = $1 and state = 'open'";

    /// Of what has ended nothing is needed any more.
    private static final String END = "update dead_letter set state = ?2, ended_by = ?3, ended_at = now(), key = null,"
            + " value = null where id = cast(?1 as uuid) and state = 'open'";

    private final Pool pool;

    DeadLetters(Pool pool) {
        this.pool = pool;
    }

    /// Which are wanted.
    ///
    /// @param topic null: of all
    /// @param state null: all
    public record Filter(@Nullable String topic, @Nullable DeadLetterState state) {}

    /// Behind what a page begins, newest first.
    ///
    /// @param recordedAt null: at the newest
    public record Place(@Nullable Instant recordedAt, UUID id) {

        public static final Place START = new Place(null, PageRequest.LAST_ID);

        public static Place behind(DeadLetter letter) {
            return new Place(letter.recordedAt(), letter.id());
        }

        /// @throws IllegalArgumentException if it is none
        /// @throws java.time.DateTimeException if it has no time
        public static Place parse(String text) {
            String[] parts = text.split("/", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException(text);
            }
            return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        }

        @Override
        public String toString() {
            return recordedAt + "/" + id;
        }
    }

    /// @param consumer who can make nothing of it, or [#NOBODYS]
    /// @return false if it was there before
    Uni<Boolean> add(String consumer, ConsumerRecord<byte[], byte[]> record, String reason) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.tuple(Arrays.asList(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(Math.max(0, record.timestamp())).atOffset(ZoneOffset.UTC),
                        consumer,
                        base64(record.key()),
                        headers(record),
                        base64(record.value()),
                        reason)))
                .map(inserted -> inserted.rowCount() == 1);
    }

    /// Newest first.
    ///
    /// @param limit how many at most
    public Uni<List<DeadLetter>> list(Filter filter, Place after, int limit) {
        DeadLetterState state = filter.state();
        Instant from = after.recordedAt();
        return pool.preparedQuery(LIST)
                .execute(Tuple.tuple(Arrays.asList(
                        filter.topic(),
                        state == null ? null : state.label(),
                        from == null ? null : from.atOffset(ZoneOffset.UTC),
                        after.id(),
                        limit)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DeadLetters::view)
                        .toList());
    }

    public Uni<Optional<DeadLetter>> find(UUID id) {
        return pool.preparedQuery(VIEW + " where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> first(rows).map(DeadLetters::view));
    }

    /// The record as it was read; nothing of it is left once the letter has ended.
    public Uni<Optional<ConsumerRecord<byte[], byte[]>>> record(UUID id) {
        return pool.preparedQuery(RECORD)
                .execute(Tuple.of(id))
                .map(rows -> first(rows).map(DeadLetters::record));
    }

    /// Notes why nothing could be made of it this time.
    public Uni<Void> fail(UUID id, String reason) {
        return pool.preparedQuery(FAIL).execute(Tuple.of(id, reason)).replaceWithVoid();
    }

    /// Ends the letter, in the session's transaction.
    ///
    /// @param actor subject of who ends it
    /// @return false if it had ended before
    public Uni<Boolean> end(Mutiny.Session session, UUID id, DeadLetterState state, String actor) {
        return session.createNativeQuery(END)
                .setParameter(1, id.toString())
                .setParameter(2, state.label())
                .setParameter(3, actor)
                .executeUpdate()
                .map(ended -> ended == 1);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst();
    }

    private static DeadLetter view(Row row) {
        String consumer = row.getString("consumer");
        return new DeadLetter(
                row.getUUID("id"),
                row.getString("topic"),
                row.getInteger("shard"),
                row.getLong("position"),
                consumer.equals(NOBODYS) ? null : consumer,
                headers(row),
                row.getInteger("size"),
                row.getString("hash"),
                row.getString("reason"),
                DeadLetterState.labelled(row.getString("state")).orElseThrow(),
                row.getOffsetDateTime("written_at").toInstant(),
                row.getOffsetDateTime("recorded_at").toInstant(),
                instant(row.getOffsetDateTime("ended_at")),
                row.getString("ended_by"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static ConsumerRecord<byte[], byte[]> record(Row row) {
        RecordHeaders headers = new RecordHeaders();
        headers(row).forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                row.getString("topic"),
                row.getInteger("shard"),
                row.getLong("position"),
                row.getOffsetDateTime("written_at").toInstant().toEpochMilli(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                bytes(row.getString("key")),
                bytes(row.getString("value")),
                headers,
                Optional.empty());
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    /// PostgreSQL breaks the lines of its Base64.
    private static byte @Nullable [] bytes(@Nullable String base64) {
        return base64 == null ? null : Base64.getMimeDecoder().decode(base64);
    }

    private static Map<String, String> headers(Row row) {
        Map<String, String> headers = new TreeMap<>();
        Json.read(row.getString("headers").getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static String headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        return Json.write(headers);
    }
}
