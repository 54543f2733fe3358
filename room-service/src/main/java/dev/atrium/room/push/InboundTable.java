package dev.atrium.room.push;

import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// The table `inbound`, of all tenants, on one connection.
final class InboundTable {

    private static final String PLACES = "select distinct tenant, room from inbound where refused_at is null";
    private static final String WAITING = "select waiting.*, pushed_at < now() - interval '10 seconds' as ripe"
            + " from unnest(?, ?) as place (tenant, room) cross join lateral (select id, tenant, room, sender,"
            + " client_id, kind, content, message, reply_to, mentions, operations, pushed_at,"
            + " row_number() over (order by id) as turn from inbound"
            + " where inbound.tenant = place.tenant and inbound.room = place.room and refused_at is null"
            + " order by id limit ?) as waiting order by turn, id limit ?";
    private static final String REMOVE = "delete from inbound where id = any(?)";
    private static final String REFUSE = "update inbound set refused_at = now(), reason = ? where id = ?";
    private static final String FORGET = "delete from inbound where refused_at < now() - interval '30 days'";

    private final Connection connection;

    /// @param connection used by nobody else, and committing each statement
    InboundTable(Connection connection) {
        this.connection = connection;
    }

    /// From now on [#awaitPush] hears of what is pushed.
    void listen() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen room_push");
        }
    }

    /// Waits until something is pushed.
    ///
    /// @return the rooms for which there is something, as `tenant/room`; nothing after the given time
    List<String> awaitPush(Duration atMost) throws SQLException {
        PGNotification[] heard =
                connection.unwrap(PGConnection.class).getNotifications(Math.max(1, (int) atMost.toMillis()));
        return heard == null
                ? List.of()
                : Arrays.stream(heard).map(PGNotification::getParameter).toList();
    }

    /// The rooms for which rows wait.
    List<Place> places() throws SQLException {
        return Sql.query(connection, PLACES, row -> new Place(row.getString("tenant"), row.getString("room")));
    }

    /// The oldest rows that wait for some rooms: of each room the first one before any other's second.
    ///
    /// @param ofEach most that are read of one room
    /// @param limit most that are read
    List<Pushed> waiting(Collection<Place> places, int ofEach, int limit) throws SQLException {
        return Sql.query(
                connection,
                WAITING,
                InboundTable::pushed,
                Sql.texts(connection, places.stream().map(Place::tenant).toList()),
                Sql.array(connection, "uuid", places.stream().map(place -> UUID.fromString(place.room()))),
                ofEach,
                limit);
    }

    private static Pushed pushed(ResultSet row) throws SQLException {
        return new Pushed(
                row.getLong("id"),
                row.getString("tenant"),
                row.getString("room"),
                row.getString("sender"),
                row.getString("client_id"),
                wanted(row),
                row.getBoolean("ripe"));
    }

    private static Wanted wanted(ResultSet row) throws SQLException {
        return switch (row.getString("kind")) {
            case "post" ->
                new Wanted.Post(
                        row.getString("message"), row.getString("content"), row.getString("reply_to"), mentions(row));
            case "edit" -> new Wanted.Edit(row.getString("message"), row.getString("content"), mentions(row));
            case "delete" -> new Wanted.Delete(row.getString("message"));
            case "operate" -> new Wanted.Operate(row.getString("operations"));
            default -> new Wanted.Unknown();
        };
    }

    private static List<String> mentions(ResultSet row) throws SQLException {
        Array mentions = row.getArray("mentions");
        return mentions == null
                ? List.of()
                : Arrays.stream((Object[]) mentions.getArray())
                        .map(InboundTable::handle)
                        .distinct()
                        .toList();
    }

    /// The elements of an array of arrays are no texts. What cannot be a handle is blank, and refused as such.
    private static String handle(@Nullable Object element) {
        return element instanceof String text ? text : "";
    }

    /// These count in their rooms.
    void remove(Collection<Long> ids) throws SQLException {
        if (!ids.isEmpty()) {
            Sql.update(connection, REMOVE, Sql.array(connection, "bigint", ids.stream()));
        }
    }

    /// These can never count.
    ///
    /// @param reasons by the rows' ids
    void refuse(Map<Long, String> reasons) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REFUSE)) {
            for (Map.Entry<Long, String> refused : reasons.entrySet()) {
                update.setString(1, refused.getValue());
                update.setLong(2, refused.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /// Removes what was refused long ago.
    void forgetOld() throws SQLException {
        Sql.update(connection, FORGET);
    }
}
