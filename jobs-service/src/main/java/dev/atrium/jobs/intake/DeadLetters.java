package dev.atrium.jobs.intake;

import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The table `dead_letter`: records that nothing can be made of, whole, so that they can be looked into.
final class DeadLetters {

    private static final String INSERT =
            "insert into dead_letter (topic, shard, position, written_at, key, headers, value, reason)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    private DeadLetters() {}

    /// @return false if it was there before
    static boolean add(Connection connection, ConsumerRecord<byte[], byte[]> record, String reason)
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
                reason);
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
