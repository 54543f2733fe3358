package dev.atrium.gateway.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// The gateway's tables as they are, without row-level security: as the schema's owner, whom the policies
/// for look-ups let see and change all keys.
public final class Database {

    private static final int VALIDATION_SECONDS = 5;

    /// To connect costs more than what is asked then.
    private static final Queue<Connection> IDLE = new ConcurrentLinkedQueue<>();

    private Database() {}

    /// The first column of the first row, as text.
    public static String text(String sql, String parameter) {
        return asOwner(connection -> first(connection, sql, parameter));
    }

    /// The first column of the first row in a tenant, as text; empty without a row.
    public static String textIn(String tenant, String sql, String parameter) {
        return asOwner(connection -> {
            enter(connection, tenant);
            return first(connection, sql, parameter);
        });
    }

    /// The same as the application, outside of any tenant.
    public static String textAsApplication(String sql) {
        Config config = ConfigProvider.getConfig();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("quarkus.datasource.username", String.class),
                        config.getValue("quarkus.datasource.password", String.class));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static long count(String sql, String parameter) {
        return Long.parseLong(text(sql, parameter));
    }

    public static void execute(String sql) {
        asOwner(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /// What was done in a tenant, in order; refused attempts end with `refused`.
    public static List<String> deeds(String tenant) {
        return asOwner(connection -> {
            enter(connection, tenant);
            List<String> deeds = new ArrayList<>();
            String sql = "select action, outcome from audit where tenant = '" + tenant + "' order by seq";
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    String outcome = rows.getString(2);
                    deeds.add(outcome.equals("done") ? rows.getString(1) : rows.getString(1) + " " + outcome);
                }
            }
            return deeds;
        });
    }

    /// A connection as the owner.
    public static Connection connect() throws SQLException {
        Config config = ConfigProvider.getConfig();
        String url = config.getValue("quarkus.datasource.jdbc.url", String.class);
        return DriverManager.getConnection(
                url,
                config.getValue("quarkus.flyway.username", String.class),
                config.getValue("quarkus.flyway.password", String.class));
    }

    private static String first(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }

    private static void enter(Connection connection, String tenant) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set atrium.tenant = '" + tenant + "'");
        }
    }

    private interface Work<T> {

        T with(Connection connection) throws SQLException;
    }

    private static <T> T asOwner(Work<T> work) {
        try {
            Connection connection = idle();
            try (Statement afterwards = connection.createStatement()) {
                T result = work.with(connection);
                afterwards.execute("reset all");
                IDLE.add(connection);
                return result;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection idle() throws SQLException {
        for (Connection connection = IDLE.poll(); connection != null; connection = IDLE.poll()) {
            if (connection.isValid(VALIDATION_SECONDS)) {
                return connection;
            }
            connection.close();
        }
        return connect();
    }
}
