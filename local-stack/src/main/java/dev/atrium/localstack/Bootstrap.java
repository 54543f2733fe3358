package dev.atrium.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/// Creates the suite's database, and in it what `bootstrap.sql` says. Runs at every start and changes nothing the
/// second time.
final class Bootstrap {

    private static final String DATABASE = "atrium";

    private Bootstrap() {}

    /// Opens a connection as superuser.
    interface Database {
        Connection connect(String name) throws SQLException;
    }

    static void run(Database server) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(statement)) {
                statement.execute("create database " + DATABASE);
            }
        }
        try (Connection connection = server.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(script());
        }
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
            return row.next();
        }
    }

    private static String script() throws IOException {
        try (InputStream script = Bootstrap.class.getResourceAsStream("/bootstrap.sql")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
