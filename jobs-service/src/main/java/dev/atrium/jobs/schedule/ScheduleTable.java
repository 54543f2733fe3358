package dev.atrium.jobs.schedule;

import dev.atrium.jobs.figures.Counted;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `schedule`. Every method works in the connection's transaction, which sees one tenant.
final class ScheduleTable {

    private static final String VIEW = "select id, type, subject, input, cron, zone, missed, paused, next_at, last_at,"
            + " last_instance, created_at from schedule where tenant = ?";

    /// A schedule as its execution needs it.
    record Stored(String type, String subject, String input, Cron cron, Missed missed, boolean paused, Instant nextAt) {

        Plan plan() {
            return new Plan(type, input, cron, missed);
        }

        /// Whether its next time has come.
        boolean isDue(Instant now) {
            return !nextAt.isAfter(now);
        }
    }

    /// What a schedule is to be.
    ///
    /// @param input JSON
    record Plan(String type, String input, Cron cron, Missed missed) {}

    private ScheduleTable() {}

    /// @return false if there is a schedule with this id: then nothing was changed
    static boolean insert(
            Connection connection, ScheduleKey key, Plan plan, String subject, Instant nextAt, Instant now)
            throws SQLException {
        return Sql.changes(
                connection,
                "insert into schedule (tenant, id, type, subject, input, cron, zone, missed, next_at, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant, id) do nothing",
                key.tenant().value(),
                key.id(),
                plan.type(),
                subject,
                plan.input(),
                plan.cron().expression(),
                plan.cron().zone().getId(),
                plan.missed().label(),
                nextAt,
                now);
    }

    /// Makes the schedule what is planned, in a transaction that holds it; who it belongs to, whether
    /// it is paused and its next time stay.
    static void change(Connection connection, ScheduleKey key, Plan plan) throws SQLException {
        Sql.update(
                connection,
                "update schedule set type = ?, input = ?, cron = ?, zone = ?, missed = ?"
                        + " where tenant = ? and id = ?",
                plan.type(),
                plan.input(),
                plan.cron().expression(),
                plan.cron().zone().getId(),
                plan.missed().label(),
                key.tenant().value(),
                key.id());
    }

    /// Locks the schedule until the transaction ends.
    static Optional<Stored> lock(Connection connection, ScheduleKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and id = ? for update",
                ScheduleTable::stored,
                key.tenant().value(),
                key.id());
    }

    static Optional<ScheduleView> find(Connection connection, ScheduleKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and id = ?",
                ScheduleTable::view,
                key.tenant().value(),
                key.id());
    }

    /// In the order of their ids.
    ///
    /// @param subject null: every subject's
    /// @param after the id behind which to begin
    static List<ScheduleView> list(
            Connection connection, TenantId tenant, @Nullable String subject, String after, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                VIEW + " and (?::text is null or subject = ?) and id > ? order by id limit ?",
                ScheduleTable::view,
                tenant.value(),
                subject,
                subject,
                after,
                limit);
    }

    /// Lets no other transaction add schedules of the subject until this one ends.
    static void lockSubject(Connection connection, TenantId tenant, String subject) throws SQLException {
        var _ = Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtext(?))",
                _ -> true,
                "schedules of " + tenant + "/" + subject);
    }

    static long count(Connection connection, TenantId tenant, String subject) throws SQLException {
        return Sql.count(
                connection, "select count(*) from schedule where tenant = ? and subject = ?", tenant.value(), subject);
    }

    static ScheduleFigures figures(Connection connection, TenantId tenant) throws SQLException {
        return Sql.first(
                        connection,
                        "select count(*) filter (where not paused) as active, count(*) filter (where paused) as paused,"
                                + " count(*) filter (where not paused and next_at < now() - interval '1 minute') as late,"
                                + " min(next_at) filter (where not paused) as next_at from schedule where tenant = ?",
                        ScheduleTable::figures,
                        tenant.value())
                .orElseThrow();
    }

    /// Of all tenants, whichever the transaction sees.
    static ScheduleFigures figures(Connection connection) throws SQLException {
        return Sql.first(connection, "select * from schedules_in_numbers(?)", ScheduleTable::figures, Counted.MOST)
                .orElseThrow();
    }

    private static ScheduleFigures figures(ResultSet row) throws SQLException {
        return new ScheduleFigures(
                row.getLong("active"), row.getLong("paused"), row.getLong("late"), Sql.instant(row, "next_at"));
    }

    static void fired(Connection connection, ScheduleKey key, Instant due, String instance) throws SQLException {
        Sql.update(
                connection,
                "update schedule set last_at = ?, last_instance = ? where tenant = ? and id = ?",
                due,
                instance,
                key.tenant().value(),
                key.id());
    }

    static void plan(Connection connection, ScheduleKey key, Instant nextAt) throws SQLException {
        Sql.update(
                connection,
                "update schedule set next_at = ? where tenant = ? and id = ?",
                nextAt,
                key.tenant().value(),
                key.id());
    }

    static void pause(Connection connection, ScheduleKey key, boolean paused) throws SQLException {
        Sql.update(
                connection,
                "update schedule set paused = ? where tenant = ? and id = ?",
                paused,
                key.tenant().value(),
                key.id());
    }

    /// Pauses some of the tenant's that are not, whoever they belong to.
    ///
    /// @return their ids
    static List<String> pauseSome(Connection connection, TenantId tenant, int limit) throws SQLException {
        return Sql.query(
                connection,
                "update schedule set paused = true where tenant = ? and id = any(array("
                        + "select id from schedule where tenant = ? and not paused order by id limit ? for update))"
                        + " returning id",
                row -> row.getString("id"),
                tenant.value(),
                tenant.value(),
                limit);
    }

    /// Deletes some of the tenant's, whoever they belong to.
    ///
    /// @return how many
    static int deleteSome(Connection connection, TenantId tenant, int limit) throws SQLException {
        return Sql.update(
                connection,
                "delete from schedule where tenant = ? and id = any(array("
                        + "select id from schedule where tenant = ? order by id limit ? for update))",
                tenant.value(),
                tenant.value(),
                limit);
    }

    static void delete(Connection connection, ScheduleKey key) throws SQLException {
        Sql.update(
                connection,
                "delete from schedule where tenant = ? and id = ?",
                key.tenant().value(),
                key.id());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("type"),
                row.getString("subject"),
                row.getString("input"),
                new Cron(row.getString("cron"), Cron.zone(row.getString("zone"))),
                Missed.labelled(row.getString("missed")).orElseThrow(),
                row.getBoolean("paused"),
                Sql.requiredInstant(row, "next_at"));
    }

    private static ScheduleView view(ResultSet row) throws SQLException {
        boolean paused = row.getBoolean("paused");
        return new ScheduleView(
                row.getString("id"),
                row.getString("type"),
                row.getString("subject"),
                row.getString("input"),
                row.getString("cron"),
                row.getString("zone"),
                row.getString("missed"),
                paused,
                paused ? null : Sql.instant(row, "next_at"),
                Sql.instant(row, "last_at"),
                row.getString("last_instance"),
                Sql.requiredInstant(row, "created_at"));
    }
}
