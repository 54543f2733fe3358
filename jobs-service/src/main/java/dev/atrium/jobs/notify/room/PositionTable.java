package dev.atrium.jobs.notify.room;

import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.follow.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// The table `known_room_position`.
final class PositionTable {

    private record Stored(TopicPartition partition, Position position) {}

    private PositionTable() {}

    static Map<TopicPartition, Position> all(Connection connection) throws SQLException {
        List<Stored> rows = Sql.query(
                connection,
                "select topic, shard, next_offset, epoch, next_position from known_room_position",
                row -> new Stored(
                        new TopicPartition(row.getString("topic"), row.getInt("shard")),
                        new Position(row.getLong("next_offset"), row.getLong("epoch"), row.getLong("next_position"))));
        Map<TopicPartition, Position> positions = new HashMap<>();
        rows.forEach(row -> positions.put(row.partition(), row.position()));
        return positions;
    }

    /// Moves forward, and holds the partitions until the transaction ends: of several nodes that read
    /// the same, the others find it done.
    ///
    /// @return false if all of it was done before
    static boolean moveOn(Connection connection, Map<TopicPartition, Position> positions) throws SQLException {
        List<TopicPartition> inOrder = positions.keySet().stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
                .toList();
        int moved = 0;
        for (TopicPartition partition : inOrder) {
            Position position = positions.getOrDefault(partition, Position.START);
            moved += Sql.update(
                    connection,
                    "insert into known_room_position as p (topic, shard, next_offset, epoch, next_position)"
                            + " values (?, ?, ?, ?, ?) on conflict (topic, shard) do update"
                            + " set next_offset = excluded.next_offset, epoch = excluded.epoch,"
                            + " next_position = excluded.next_position where p.next_offset < excluded.next_offset",
                    partition.topic(),
                    partition.partition(),
                    position.offset(),
                    position.epoch(),
                    position.next());
        }
        return moved > 0;
    }
}
