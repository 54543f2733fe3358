package dev.atrium.platform.follow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.common.TopicPartition;

/// How far a topic was followed, in a table of the service that follows: `topic`, `shard` (its partition),
/// `next_offset`, `epoch` and `next_position`, with a primary key of the first two.
public final class JdbcPositions {

    private final String select;
    private final String moveOn;

    /// @param table its name in SQL
    public JdbcPositions(String table) {
        this.select = "select topic, shard, next_offset, epoch, next_position from " + table;
        // In the order of the key, so that of several nodes none waits for another that waits for it.
        this.moveOn = "insert into " + table + " as p (topic, shard, next_offset, epoch, next_position)"
                + " select * from unnest(?::text[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[]) order by 1, 2"
                + " on conflict (topic, shard) do update set next_offset = excluded.next_offset,"
                + " epoch = excluded.epoch, next_position = excluded.next_position"
                + " where p.next_offset < excluded.next_offset";
    }

    public Map<TopicPartition, Position> all(Connection connection) throws SQLException {
        Map<TopicPartition, Position> positions = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(select);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                positions.put(
                        new TopicPartition(rows.getString("topic"), rows.getInt("shard")),
                        new Position(
                                rows.getLong("next_offset"), rows.getLong("epoch"), rows.getLong("next_position")));
            }
        }
        return positions;
    }

    /// Moves forward, never back, and holds the partitions until the transaction ends: of several nodes that read the
    /// same, the others find it done.
    ///
    /// @return false if all of it was done before
    public boolean moveOn(Connection connection, Map<TopicPartition, Position> positions) throws SQLException {
        List<Map.Entry<TopicPartition, Position>> rows = List.copyOf(positions.entrySet());
        try (PreparedStatement statement = connection.prepareStatement(moveOn)) {
            set(statement, 1, "text", rows, (partition, _) -> partition.topic());
            set(statement, 2, "integer", rows, (partition, _) -> partition.partition());
            set(statement, 3, "bigint", rows, (_, position) -> position.offset());
            set(statement, 4, "bigint", rows, (_, position) -> position.epoch());
            set(statement, 5, "bigint", rows, (_, position) -> position.next());
            return statement.executeUpdate() > 0;
        }
    }

    private static void set(
            PreparedStatement statement,
            int parameter,
            String type,
            List<Map.Entry<TopicPartition, Position>> rows,
            BiFunction<TopicPartition, Position, Object> value)
            throws SQLException {
        Object[] values = rows.stream()
                .map(row -> value.apply(row.getKey(), row.getValue()))
                .toArray();
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }
}
