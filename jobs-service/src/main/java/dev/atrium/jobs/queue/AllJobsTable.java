package dev.atrium.jobs.queue;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.figures.Counted;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Jobs of all tenants, as the operator sees them: not what they work on, nor for whom. Every method works
/// in the connection's transaction, whichever tenant it sees.
final class AllJobsTable {

    /// Which jobs that were given up are meant; null means all.
    ///
    /// @param since added at this time or later
    /// @param until added before this time
    record Filter(
            @Nullable TenantId tenant,
            @Nullable String jobClass,
            @Nullable String type,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /// Jobs of a class and state, in numbers.
    ///
    /// @param oldest when the oldest one was added; null where they have ended
    /// @param oldestDue since when the one waits that could have begun for the longest time; null: none
    ///     waits
    record InNumbers(
            String jobClass,
            JobState state,
            long jobs,
            @Nullable Instant oldest,
            @Nullable Instant oldestDue) {}

    private AllJobsTable() {}

    /// Those that have not ended, and those that were given up.
    static List<InNumbers> inNumbers(Connection connection) throws SQLException {
        return Sql.query(
                connection,
                "select * from jobs_in_numbers(?)",
                row -> new InNumbers(
                        row.getString("class"),
                        JobState.labelled(row.getString("state")).orElseThrow(),
                        row.getLong("jobs"),
                        Sql.instant(row, "oldest"),
                        Sql.instant(row, "oldest_due")),
                Counted.MOST);
    }

    /// Newest first.
    ///
    /// @param jobClass null: of all classes
    /// @param tenant null: of all tenants
    /// @param after its id is `<job>/<tenant>`
    /// @param limit how many rows at most
    static List<JobOfAll> list(
            Connection connection,
            JobState state,
            @Nullable String jobClass,
            @Nullable TenantId tenant,
            Place after,
            int limit)
            throws SQLException {
        int slash = after.id().indexOf('/');
        return Sql.query(
                connection,
                "select * from jobs_of_all(?, ?::text, ?::text, ?, ?::uuid, ?, ?)",
                row -> new JobOfAll(
                        row.getString("tenant"),
                        row.getObject("id", UUID.class),
                        row.getString("class"),
                        row.getString("type"),
                        JobState.labelled(row.getString("state")).orElseThrow(),
                        row.getInt("attempts"),
                        Sql.requiredInstant(row, "created_at"),
                        Sql.instant(row, "started_at"),
                        Sql.instant(row, "ended_at"),
                        Sql.instant(row, "next_attempt_at"),
                        row.getString("note")),
                state.label(),
                jobClass,
                tenant == null ? null : tenant.value(),
                after.createdAt(),
                slash < 0 ? null : after.id().substring(0, slash),
                after.id().substring(slash + 1),
                limit);
    }

    /// The oldest that were given up.
    ///
    /// @param replayKey those that were replayed under this key are left out; null: none are
    static List<JobKey> dead(Connection connection, Filter filter, @Nullable String replayKey, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select * from dead_jobs_of_all(?::text, ?::text, ?::text, ?::timestamptz, ?::timestamptz, ?::text, ?)",
                row -> new JobKey(new TenantId(row.getString("tenant")), row.getObject("id", UUID.class)),
                filter.jobClass(),
                filter.type(),
                filter.tenant() == null ? null : filter.tenant().value(),
                filter.since(),
                filter.until(),
                replayKey,
                limit);
    }

    /// Tenants of which jobs are parked because their class is paused.
    static List<TenantId> withParked(Connection connection, JobClass jobClass) throws SQLException {
        return Sql.query(
                connection,
                "select * from tenants_with_parked_jobs(?)",
                row -> new TenantId(row.getString(1)),
                jobClass.label());
    }
}
