package dev.atrium.jobs.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.Select;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// The table `dead_letter`: records that nothing can be made of, whole, so that they can be looked into.
/// It is of no tenant. Every method works in the connection's transaction.
final class DeadLetters {

    /// Instead of a consumer's name: none can make anything of it.
    static final String NOBODYS = "";

    private static final String INSERT =
            "insert into dead_letter (topic, shard, position, written_at, key, headers, value, reason, consumer)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    private static final String VIEW = "select id, topic, shard, position, written_at, recorded_at, consumer, headers,"
            + " octet_length(value) as size, encode(sha256(value), 'hex') as hash, reason, state, ended_at, ended_by"
            + " from dead_letter";

    private DeadLetters() {}

    /// @param consumer who can make nothing of it, or [#NOBODYS]
    /// @return false if it was there before
    static boolean add(Connection connection, String consumer, ConsumerRecord<byte[], byte[]> record, String reason)
            throws SQLException {
        return Sql.changes(
                connection,
                INSERT,
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                record.key(),
                headers(record),
                record.value(),
                reason,
                consumer);
    }

    /// Which are wanted.
    ///
    /// @param topic null: of all
    /// @param state null: all
    record Filter(@Nullable String topic, @Nullable String state) {}

    /// Newest first.
    ///
    /// @param limit how many rows at most
    static List<DeadLetterView> list(Connection connection, Filter filter, Place after, int limit) throws SQLException {
        return new Select(VIEW + " where true")
                .and("topic = ?", filter.topic())
                .and("state = ?", filter.state())
                .newestFirst("recorded_at", after, UUID::fromString, limit)
                .list(connection, DeadLetters::view);
    }

    static Optional<DeadLetterView> find(Connection connection, UUID id) throws SQLException {
        return Sql.first(connection, VIEW + " where id = ?", DeadLetters::view, id);
    }

    /// The same, locked until the transaction ends.
    static Optional<DeadLetterView> lock(Connection connection, UUID id) throws SQLException {
        return Sql.first(connection, VIEW + " where id = ? for update", DeadLetters::view, id);
    }

    /// The record as it was read; nothing of it is left once the letter has ended.
    static ConsumerRecord<byte[], byte[]> record(Connection connection, UUID id) throws SQLException {
        return Sql.first(
                        connection,
                        "select topic, shard, position, written_at, key, headers, value from dead_letter where id = ?",
                        DeadLetters::record,
                        id)
                .orElseThrow();
    }

    /// What stands in a record, as far as it is shown.
    static DeadLetterContent content(Connection connection, UUID id) throws SQLException {
        return Sql.first(
                        connection,
                        "select substring(key for ?) as key, substring(value for ?) as value from dead_letter where id = ?",
                        row -> new DeadLetterContent(excerpt(row.getBytes("key")), excerpt(row.getBytes("value"))),
                        DeadLetterContent.MOST_BYTES + 1,
                        DeadLetterContent.MOST_BYTES + 1,
                        id)
                .orElseThrow();
    }

    private static DeadLetterContent.@Nullable Excerpt excerpt(byte @Nullable [] bytes) {
        return bytes == null ? null : DeadLetterContent.Excerpt.of(bytes);
    }

    /// Notes why nothing could be made of it this time.
    static void fail(Connection connection, UUID id, String reason) throws SQLException {
        Sql.update(connection, "update dead_letter set reason = ? where id = ? and state = 'open'", reason, id);
    }

    /// Ends the letter, of which nothing is needed any more then.
    static void end(Connection connection, UUID id, DeadLetterState state, String actor, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "update dead_letter set state = ?, ended_by = ?, ended_at = ?, key = null, value = null where id = ?",
                state.label(),
                actor,
                now,
                id);
    }

    private static DeadLetterView view(ResultSet row) throws SQLException {
        return new DeadLetterView(
                row.getObject("id", UUID.class),
                row.getString("topic"),
                row.getInt("shard"),
                row.getLong("position"),
                row.getString("consumer").equals(NOBODYS) ? null : row.getString("consumer"),
                headers(row),
                row.getObject("size", Integer.class),
                row.getString("hash"),
                row.getString("reason"),
                DeadLetterState.labelled(row.getString("state")).orElseThrow(),
                Sql.requiredInstant(row, "written_at"),
                Sql.requiredInstant(row, "recorded_at"),
                Sql.instant(row, "ended_at"),
                row.getString("ended_by"),
                null);
    }

    private static ConsumerRecord<byte[], byte[]> record(ResultSet row) throws SQLException {
        RecordHeaders headers = new RecordHeaders();
        headers(row).forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        byte[] key = row.getBytes("key");
        byte[] value = row.getBytes("value");
        return new ConsumerRecord<>(
                row.getString("topic"),
                row.getInt("shard"),
                row.getLong("position"),
                Sql.requiredInstant(row, "written_at").toEpochMilli(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static Map<String, String> headers(ResultSet row) throws SQLException {
        Map<String, String> headers = new TreeMap<>();
        Json.read(row.getString("headers"), JsonNode.class)
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
