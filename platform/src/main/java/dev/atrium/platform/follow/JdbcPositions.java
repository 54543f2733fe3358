package dev.atrium.platform.follow;

import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/// How far a topic was followed, in a table of the service that follows: `topic`, `shard` (its partition),
/// `next_offset`, `epoch` and `next_position`, with a primary key of the first two.
public final class JdbcPositions {

    private final String select;
    private final String moveOn;
    private final String forget;

    /// @param table its name in SQL
    public JdbcPositions(String table) {
        this.select = "select topic, shard, next_offset, epoch, next_position from " + table;
        // In the order of the key, so that of several nodes none waits for another that waits for it.
        this.moveOn = "insert into " + table + " as p (topic, shard, next_offset, epoch, next_position)"
                + " select * from unnest(?::text[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[]) order by 1, 2"
                + " on conflict (topic, shard) do update set next_offset = excluded.next_offset,"
                + " epoch = excluded.epoch, next_position = excluded.next_position"
                + " where p.next_offset < excluded.next_offset";
        this.forget =
                "delete from " + table + " where (topic, shard) in (select * from unnest(?::text[], ?::integer[]))";
    }

    public Map<TopicPartition, Position> all(Connection connection) throws SQLException {
        return Sql.query(
                        connection,
                        select,
                        row -> Map.entry(
                                new TopicPartition(row.getString("topic"), row.getInt("shard")),
                                new Position(
                                        row.getLong("next_offset"),
                                        row.getLong("epoch"),
                                        row.getLong("next_position"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Moves forward, never back, and holds the partitions until the transaction ends: of several nodes that read the
    /// same, the others find it done.
    ///
    /// @return false if all of it was done before
    public boolean moveOn(Connection connection, Map<TopicPartition, Position> positions) throws SQLException {
        Columns<Map.Entry<TopicPartition, Position>> rows = new Columns<>(connection, positions.entrySet());
        return Sql.update(
                        connection,
                        moveOn,
                        rows.of("text", row -> row.getKey().topic()),
                        rows.of("integer", row -> row.getKey().partition()),
                        rows.of("bigint", row -> row.getValue().offset()),
                        rows.of("bigint", row -> row.getValue().epoch()),
                        rows.of("bigint", row -> row.getValue().next()))
                > 0;
    }

    /// The partitions are read from their beginning.
    public void forget(Connection connection, Set<TopicPartition> partitions) throws SQLException {
        Columns<TopicPartition> rows = new Columns<>(connection, partitions);
        Sql.update(
                connection,
                forget,
                rows.of("text", TopicPartition::topic),
                rows.of("integer", TopicPartition::partition));
    }
}
