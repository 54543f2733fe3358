package dev.atrium.room.push;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// Another program with a transaction of its own, which may push and nothing else.
final class Pusher implements AutoCloseable {

    private final Connection connection;

    private Pusher(Connection connection) {
        this.connection = connection;
    }

    static Pusher connect() throws SQLException {
        return connectAs("room_push");
    }

    static Pusher connectAs(String role) throws SQLException {
        Connection connection = as(role);
        connection.setAutoCommit(false);
        return new Pusher(connection);
    }

    private static Connection as(String role) throws SQLException {
        Config config = ConfigProvider.getConfig();
        String address = config.getValue("atrium.postgres", String.class);
        String password = config.getValue("atrium.postgres.password", String.class);
        return DriverManager.getConnection("jdbc:postgresql://" + address + "/atrium", role, password);
    }

    Pusher push(String tenant, String room, String content, String clientId) throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement("select room.post_message(?, ?::uuid, ?, 'billing', ?)")) {
            call.setString(1, tenant);
            call.setString(2, room);
            call.setString(3, content);
            call.setString(4, clientId);
            call.execute();
            return this;
        }
    }

    /// Calls a function for a room, as the program `billing`.
    ///
    /// @param call with a `?` for each argument but the first two
    Pusher call(String tenant, String room, String call, String... arguments) throws SQLException {
        String function = call.replaceFirst("\\(", "('" + tenant + "', '" + room + "', ");
        try (PreparedStatement statement = connection.prepareStatement("select room." + function)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            statement.execute();
            return this;
        }
    }

    /// The id of the message that the program `billing` posts under a client's id.
    String messageId(String tenant, String room, String clientId) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("select room.message_id(?, ?::uuid, 'billing', ?)")) {
            call.setString(1, tenant);
            call.setString(2, room);
            call.setString(3, clientId);
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /// How many rows wait for a room.
    static int waiting(String room) throws SQLException {
        return Integer.parseInt(ask("select count(*) from inbound where refused_at is null and room = '" + room + "'"));
    }

    /// Why a room's row was refused; empty as long as none was.
    static String reason(String room) throws SQLException {
        return ask("select coalesce(max(reason), '') from inbound_refused where room = '" + room + "'");
    }

    /// As if the rows that wait for a room had done so for long.
    static void age(String room) throws SQLException {
        try (Connection connection = as("room_owner");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update inbound set pushed_at = pushed_at - interval '1 hour' where room = '" + room + "'");
        }
    }

    private static String ask(String query) throws SQLException {
        try (Connection connection = as("room_owner");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
