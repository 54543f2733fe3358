package dev.atrium.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Creates the suite's database, and in it what `bootstrap.sql` says, and gives its roles their password. Runs at every
/// start and changes nothing the second time.
final class Bootstrap {

    private static final String DATABASE = "atrium";

    private Bootstrap() {}

    /// Opens a connection as superuser.
    interface Database {
        Connection connect(String name) throws SQLException;
    }

    /// @param password of the suite's roles, in hexadecimal digits
    static void run(Database server, String password) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(statement)) {
                statement.execute("create database " + DATABASE);
            }
        }
        try (Connection connection = server.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(script());
            for (String role : withoutPassword(statement)) {
                statement.execute("alter role " + role + " password '" + password + "'");
            }
        }
    }

    private static List<String> withoutPassword(Statement statement) throws SQLException {
        List<String> roles = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select quote_ident(rolname) from pg_authid"
                + " where rolcanlogin and rolpassword is null and rolname <> 'postgres'")) {
            while (rows.next()) {
                roles.add(rows.getString(1));
            }
        }
        return roles;
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
