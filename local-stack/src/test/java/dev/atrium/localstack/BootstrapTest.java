package dev.atrium.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `bootstrap.sql` promises to the services.
class BootstrapTest {

    private static final String NOT_ALLOWED = "42501";

    @TempDir
    static Path data;

    private static RunningStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = RunningStack.start(data, RunningStack.freePorts(), "--parts", "postgres")
                .ready();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "room", "media", "jobs"})
    void theServiceWorksOnWhatItsOwnerCreatesAndCreatesNothing(String service) throws SQLException {
        run(service + "_owner", "create table if not exists shelf (id bigint generated always as identity, name text)");
        run(service + "_owner", "create or replace function two() returns int language sql as 'select 2'");

        run(service, "insert into shelf (name) values ('a')");
        run(service, "update shelf set name = 'b' where name = 'a'");
        assertEquals("b2", query(service, "select name || two() from shelf"));
        run(service, "delete from shelf");

        assertRefused(service, "create table own (id int)");
        assertRefused(service, "create temporary table own (id int)");
        assertRefused(service, "create schema own");
        assertRefused(service, "drop table shelf");
        assertRefused(service, "alter table shelf disable row level security");
        assertRefused(service, "truncate shelf");
    }

    @Test
    void noServiceSeesAnother() throws SQLException {
        run("media_owner", "create table if not exists secret (id int)");

        assertRefused("room", "select * from media.secret");
        assertRefused("room_owner", "select * from media.secret");
        assertRefused("room_owner", "create table media.own (id int)");
    }

    @Test
    void rowLevelSecurityBindsTheService() throws SQLException {
        run("jobs_owner", "create table guarded (tenant text)");
        run("jobs_owner", "alter table guarded enable row level security, force row level security");
        run("jobs_owner", "create policy own on guarded using (tenant = current_setting('atrium.tenant', true))");

        assertRefused("jobs", "insert into guarded values ('acme')");
        assertEquals("0", query("jobs", "select count(*) from guarded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "room", "media", "jobs"})
    void whatALostMachineHadLockedIsFreeWithinHalfAMinute(String service) throws SQLException {
        assertEquals("25s", query(service, "show idle_in_transaction_session_timeout"));
        for (String role : List.of(service, service + "_owner")) {
            assertEquals("10", query(role, "show tcp_keepalives_idle"));
            assertEquals("5", query(role, "show tcp_keepalives_interval"));
            assertEquals("3", query(role, "show tcp_keepalives_count"));
            assertEquals("30000", query(role, "show tcp_user_timeout"));
        }
    }

    @ParameterizedTest
    @CsvSource({"gateway, 3s", "room, 10s", "media, 10s"})
    void nobodyWaitsLongForWhatAnotherHasLocked(String service, String timeout) throws SQLException {
        assertEquals(timeout, query(service, "show lock_timeout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "gateway", "room_owner", "room_push"})
    void nobodyComesInWithoutThePassword(String role) {
        SQLException refused = assertThrows(
                SQLException.class,
                () -> stack.connect("atrium", role, "guessed").close());

        assertEquals("28P01", refused.getSQLState(), refused.getMessage());
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        String before = privileges();

        Bootstrap.run(BootstrapTest::superuser, "another");

        assertEquals(before, privileges());
    }

    private static String privileges() throws SQLException {
        return query(
                "postgres",
                "select string_agg(distinct nspname || nspacl::text, ';') || (select string_agg(defaclacl::text, ';')"
                        + " from pg_default_acl) || (select string_agg(rolname, ';') from pg_roles) from pg_namespace"
                        + " where nspname in ('gateway', 'room', 'media', 'jobs', 'public')");
    }

    private static void assertRefused(String role, String sql) {
        SQLException refused = assertThrows(SQLException.class, () -> run(role, sql), sql);

        assertEquals(NOT_ALLOWED, refused.getSQLState(), sql + ": " + refused.getMessage());
    }

    private static void run(String role, String sql) throws SQLException {
        try (Connection connection = connect("atrium", role);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String role, String sql) throws SQLException {
        try (Connection connection = connect("atrium", role);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection superuser(String database) throws SQLException {
        return connect(database, "postgres");
    }

    private static Connection connect(String database, String role) throws SQLException {
        return stack.connect(database, role);
    }
}
