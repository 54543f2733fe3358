package dev.atrium.media.rooms;

import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/// Keeps the table `room` in step with the room log, and how far it has read, in one transaction. Several instances may
/// do the same work beside each other: rooms are inserted once and positions only move forward.
@ApplicationScoped
public class RoomProjection implements Projection {

    private static final String POSITIONS =
            "select topic, shard, next_offset, epoch, next_position from room_log_position";
    private static final String ADD_ROOM = "insert into room (tenant, id, public_read, owner_subject)"
            + " values (?, ?, ?, ?) on conflict (tenant, id) do nothing";
    private static final String MOVE_ON =
            "insert into room_log_position (topic, shard, next_offset, epoch, next_position)"
                    + " values (?, ?, ?, ?, ?) on conflict (topic, shard) do update set next_offset = excluded.next_offset,"
                    + " epoch = excluded.epoch, next_position = excluded.next_position"
                    + " where room_log_position.next_offset < excluded.next_offset";

    private final DataSource dataSource;
    private final RoomChanges changes;

    RoomProjection(DataSource dataSource, RoomChanges changes) {
        this.dataSource = dataSource;
        this.changes = changes;
    }

    @Override
    public Map<TopicPartition, Position> positions() throws SQLException {
        return TenantConnections.inTransaction(dataSource, RoomProjection::positions);
    }

    @Override
    public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws SQLException {
        List<RoomEvent.RoomCreated> created = created(batch);
        TenantConnections.inTransaction(dataSource, connection -> {
            for (RoomEvent.RoomCreated room : created) {
                add(connection, room);
            }
            moveOn(connection, positions);
            return created.size();
        });
        if (!created.isEmpty()) {
            changes.announce();
        }
    }

    private static List<RoomEvent.RoomCreated> created(List<Followed> batch) {
        return batch.stream()
                .<RoomEvent.RoomCreated>mapMulti((followed, into) -> {
                    switch (followed) {
                        case Followed.InRoom(RoomEvent.RoomCreated room) -> into.accept(room);
                        case Followed.InRoom(RoomEvent.MessagePosted _) -> {}
                        case Followed.InRoom(RoomEvent.DocumentChanged _) -> {}
                        case Followed.InRoom(RoomEvent.MessageChange _) -> {}
                        case Followed.InRoom(RoomEvent.ObjectEvent _) -> {}
                        case Followed.InRoom(RoomEvent.Personal _) -> {}
                        case Followed.Elsewhere _ -> {}
                    }
                })
                .toList();
    }

    private static Map<TopicPartition, Position> positions(Connection connection) throws SQLException {
        Map<TopicPartition, Position> positions = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(POSITIONS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                positions.put(
                        new TopicPartition(rows.getString("topic"), rows.getInt("shard")),
                        new Position(
                                rows.getLong("next_offset"), rows.getLong("epoch"), rows.getLong("next_position")));
            }
        }
        return positions;
    }

    private static void add(Connection connection, RoomEvent.RoomCreated room) throws SQLException {
        TenantConnections.enter(connection, room.tenant());
        try (PreparedStatement insert = connection.prepareStatement(ADD_ROOM)) {
            insert.setString(1, room.tenant().value());
            insert.setString(2, room.room());
            insert.setBoolean(3, publicRead(room.visibility()));
            insert.setString(4, room.owner().subject());
            insert.executeUpdate();
        }
    }

    private static boolean publicRead(RoomEvent.Visibility visibility) {
        return switch (visibility) {
            case PUBLIC -> true;
            case PRIVATE -> false;
        };
    }

    private static void moveOn(Connection connection, Map<TopicPartition, Position> positions) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(MOVE_ON)) {
            for (TopicPartition partition : inOrder(positions.keySet())) {
                Position position = positions.getOrDefault(partition, Position.START);
                upsert.setString(1, partition.topic());
                upsert.setInt(2, partition.partition());
                upsert.setLong(3, position.offset());
                upsert.setLong(4, position.epoch());
                upsert.setLong(5, position.next());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /// Always the same order, so that two instances do not wait for each other.
    private static List<TopicPartition> inOrder(Set<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparing(TopicPartition::partition))
                .toList();
    }
}
