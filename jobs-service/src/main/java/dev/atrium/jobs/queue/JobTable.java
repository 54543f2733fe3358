package dev.atrium.jobs.queue;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Select;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The table `job`. Every method works in the connection's transaction, which sees one tenant.
final class JobTable {

    private static final String VIEW = "select id, class, type, subject, state, attempts, next_attempt_at, note,"
            + " created_at, started_at, ended_at from job where tenant = ?";

    /// What a try needs to know.
    ///
    /// @param forgiven attempts that were made before it was last replayed
    /// @param isLow whether it is behind everything else: it was replayed with many others
    record Due(
            String jobClass,
            String type,
            String subject,
            String payload,
            JobState state,
            int attempts,
            int forgiven,
            boolean isLow,
            @Nullable Instant nextAttemptAt,
            @Nullable String replayKey,
            @Nullable String traceparent) {

        /// Attempts that count against the limit.
        int counted() {
            return attempts - forgiven;
        }

        /// Whether what it would work on was forgotten.
        boolean isForgotten() {
            return payload.isEmpty();
        }
    }

    private JobTable() {}

    /// A job that is to be added, in the trace of who adds it.
    ///
    /// @param notBefore null: it may begin at once
    record New(
            JobKey key,
            JobType type,
            String subject,
            String payload,
            @Nullable Instant notBefore) {}

    /// @return false if there is a job with this id
    static boolean insert(Connection connection, New job, Instant now) throws SQLException {
        return Sql.update(
                        connection,
                        "insert into job (tenant, id, class, type, subject, payload, state, traceparent,"
                                + " next_attempt_at, created_at) values (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)"
                                + " on conflict (tenant, id) do nothing",
                        job.key().tenant().value(),
                        job.key().id(),
                        job.type().jobClass().label(),
                        job.type().name(),
                        job.subject(),
                        job.payload(),
                        TraceContext.current(),
                        job.notBefore(),
                        now)
                == 1;
    }

    /// Adds jobs of one type, in one statement.
    ///
    /// @param jobs with different ids
    /// @return the ids of those that were not there
    static Set<UUID> insertAll(
            Connection connection, TenantId tenant, JobType type, Map<UUID, JobQueue.New> jobs, Instant now)
            throws SQLException {
        return Set.copyOf(Sql.query(
                connection,
                "insert into job (tenant, id, class, type, subject, payload, state, traceparent, next_attempt_at, created_at)"
                        + " select ?, x.id, ?, ?, x.subject, x.payload, 'queued', x.traceparent, x.not_before, ?"
                        + " from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])"
                        + " as x(id, subject, payload, traceparent, not_before)"
                        // Always in this order: two that add the same jobs wait for one another in one direction.
                        + " order by x.id on conflict (tenant, id) do nothing returning id",
                JobTable::id,
                tenant.value(),
                type.jobClass().label(),
                type.name(),
                now,
                Sql.array(connection, "uuid", jobs.keySet().stream()),
                Sql.array(connection, "text", jobs.values().stream().map(JobQueue.New::subject)),
                Sql.array(connection, "text", jobs.values().stream().map(JobQueue.New::payload)),
                Sql.array(connection, "text", jobs.values().stream().map(JobQueue.New::traceparent)),
                Sql.array(connection, "timestamptz", jobs.values().stream().map(JobQueue.New::notBefore))));
    }

    /// Locks the job until the transaction ends.
    static Optional<Due> lock(Connection connection, JobKey key) throws SQLException {
        return Sql.first(
                connection,
                "select class, type, subject, payload, state, attempts, forgiven, low, next_attempt_at,"
                        + " replay_key, traceparent from job where tenant = ? and id = ? for update",
                JobTable::due,
                key.tenant().value(),
                key.id());
    }

    /// Begins a try of each job of a class, where nothing speaks against it: in one statement, because that is so
    /// nearly always.
    ///
    /// @param mostAttempts how many may count
    /// @return the jobs as they were before; those that are missing must not begin, and were not changed
    static RoundTrip.Answer<List<Begun>> begin(
            RoundTrip trip, Connection connection, TenantId tenant, List<UUID> ids, int mostAttempts, Instant now)
            throws SQLException {
        return trip.all(
                "update job set state = 'running', attempts = attempts + 1, next_attempt_at = null,"
                        + " started_at = coalesce(started_at, ?), tried_at = ?,"
                        + " due_at = coalesce(due_at, next_attempt_at, created_at) where tenant = ? and id = any(?)"
                        + " and state in ('queued', 'running', 'retrying') and attempts - forgiven < ?"
                        + " and (next_attempt_at is null or next_attempt_at <= ?)"
                        + " and not exists (select 1 from job_pause as p where p.tenant = job.tenant and p.class = job.class)"
                        + " and not exists (select 1 from installation_pause as i where i.class = job.class)"
                        + " returning id, class, type, subject, payload, state, attempts - 1 as attempts, forgiven,"
                        + " low, next_attempt_at, replay_key, traceparent",
                row -> new Begun(id(row), due(row)),
                now,
                now,
                tenant.value(),
                Sql.array(connection, "uuid", ids.stream()),
                mostAttempts,
                now);
    }

    /// A job of which a try has begun, as it was before.
    record Begun(UUID id, Due job) {}

    /// A try of a job that is done.
    ///
    /// @param keepsPayload whether the payload stays
    record Done(UUID id, int attempt, @Nullable String note, boolean keepsPayload, Instant at) {}

    /// Ends tries of jobs that are done, except where a later one has begun meanwhile.
    ///
    /// @return the jobs that are done now
    static RoundTrip.Answer<List<UUID>> done(RoundTrip trip, Connection connection, TenantId tenant, List<Done> tries)
            throws SQLException {
        Array ids = Sql.array(connection, "uuid", tries.stream().map(Done::id));
        return trip.all(
                "update job as j set state = 'done', note = t.note, next_attempt_at = null, ended_at = t.at,"
                        + " payload = case when t.keeps then j.payload else '' end"
                        + " from unnest(?::uuid[], ?::int[], ?::text[], ?::boolean[], ?::timestamptz[])"
                        // The list of ids is there for the planner: whatever else it does, it looks at no other job.
                        + " as t(id, attempt, note, keeps, at) where j.tenant = ? and j.id = any(?) and j.id = t.id"
                        + " and j.state = 'running' and j.attempts = t.attempt returning j.id",
                JobTable::id,
                ids,
                Sql.array(connection, "int4", tries.stream().map(Done::attempt)),
                Sql.array(connection, "text", tries.stream().map(Done::note)),
                Sql.array(connection, "bool", tries.stream().map(Done::keepsPayload)),
                Sql.array(connection, "timestamptz", tries.stream().map(Done::at)),
                tenant.value(),
                ids);
    }

    /// Ends the try with the given number so that the job is given up.
    ///
    /// @return false if a later one has begun meanwhile: then nothing was changed
    static boolean dead(Connection connection, JobKey key, int attempt, String reason, Instant now)
            throws SQLException {
        return end(connection, key, attempt, JobState.DEAD, reason, null, now);
    }

    /// Ends the try with the given number so that another one follows.
    ///
    /// @return false if a later one has begun meanwhile: then nothing was changed
    static boolean retry(Connection connection, JobKey key, int attempt, String reason, Instant at)
            throws SQLException {
        return end(connection, key, attempt, JobState.RETRYING, reason, at, null);
    }

    private static boolean end(
            Connection connection,
            JobKey key,
            int attempt,
            JobState state,
            @Nullable String note,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant endedAt)
            throws SQLException {
        return Sql.update(
                        connection,
                        "update job set state = ?, note = ?, next_attempt_at = ?, ended_at = ?"
                                + " where tenant = ? and id = ? and state = 'running' and attempts = ?",
                        state.label(),
                        note,
                        nextAttemptAt,
                        endedAt,
                        key.tenant().value(),
                        key.id(),
                        attempt)
                == 1;
    }

    /// Whether the try with the given number has not ended, and no later one has begun.
    static boolean isUnderWay(Connection connection, JobKey key, int attempt) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from job where tenant = ? and id = ? and state = 'running' and attempts = ?",
                key.tenant().value(),
                key.id(),
                attempt);
    }

    /// Undoes [#begin] of a try that was interrupted because the node stops, or for which there was no
    /// room.
    ///
    /// @param nextAttemptAt null: at once
    /// @return false if a later try has begun meanwhile
    static boolean giveBack(Connection connection, JobKey key, int attempt, @Nullable Instant nextAttemptAt)
            throws SQLException {
        return Sql.update(
                        connection,
                        "update job set state = case when attempts = 1 then 'queued' else 'retrying' end,"
                                + " attempts = attempts - 1, next_attempt_at = ?"
                                + " where tenant = ? and id = ? and state = 'running' and attempts = ?",
                        nextAttemptAt,
                        key.tenant().value(),
                        key.id(),
                        attempt)
                == 1;
    }

    /// Parks the job, in a transaction that holds it, because its class is paused.
    static void park(Connection connection, JobKey key) throws SQLException {
        Sql.update(
                connection,
                "update job set state = 'paused', next_attempt_at = null where tenant = ? and id = ?",
                key.tenant().value(),
                key.id());
    }

    /// A job that was parked.
    ///
    /// @param isLow as in [Due]
    record Unparked(UUID id, String type, String subject, boolean isLow) {}

    /// Undoes [#park] for the tenant's oldest jobs of the class.
    ///
    /// @return the oldest first
    static List<Unparked> unpark(Connection connection, TenantId tenant, JobClass jobClass, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "with parked as (select id from job where tenant = ? and class = ? and state collate \"C\" = 'paused'"
                        + " order by created_at, id limit ? for update),"
                        + " freed as (update job set state = 'queued' where tenant = ? and id in (select id from parked)"
                        + " returning id, type, subject, created_at, low)"
                        + " select id, type, subject, low from freed order by created_at, id",
                row -> new Unparked(id(row), row.getString("type"), row.getString("subject"), row.getBoolean("low")),
                tenant.value(),
                jobClass.label(),
                limit,
                tenant.value());
    }

    /// Ends the job, in a transaction that holds it, whatever it does.
    static void close(Connection connection, JobKey key, JobState state, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update job set state = ?, next_attempt_at = null, ended_at = ? where tenant = ? and id = ?",
                state.label(),
                now,
                key.tenant().value(),
                key.id());
    }

    /// Gives the job up, in a transaction that holds it, whatever it waits for.
    static void giveUp(Connection connection, JobKey key, String reason, Instant now) throws SQLException {
        close(connection, key, JobState.DEAD, now);
        Sql.update(
                connection,
                "update job set note = ? where tenant = ? and id = ?",
                reason,
                key.tenant().value(),
                key.id());
    }

    /// Empties the payload of a job that has ended, in a transaction that holds it: the job cannot run again.
    static void forgetPayload(Connection connection, JobKey key) throws SQLException {
        Sql.update(
                connection,
                "update job set payload = '' where tenant = ? and id = ?",
                key.tenant().value(),
                key.id());
    }

    /// Empties payloads of jobs of the tenant that have ended: none of them can run again.
    ///
    /// @param behind the id behind which it looks for some
    /// @return ids of those that were emptied, in order, at most `most`
    static List<UUID> forgetPayloads(Connection connection, TenantId tenant, UUID behind, int most)
            throws SQLException {
        return Sql.query(
                connection,
                "with emptied as (update job set payload = '' where tenant = ? and id in (select id from job"
                        + " where tenant = ? and id > ? and ended_at is not null and payload <> ''"
                        + " order by id limit ? for update skip locked) returning id)"
                        + " select id from emptied order by id",
                row -> row.getObject("id", UUID.class),
                tenant.value(),
                tenant.value(),
                behind,
                most);
    }

    /// Makes the job due, in a transaction that holds it.
    ///
    /// @param forgive whether the attempts until now shall not count against its limit
    /// @param isLow whether it is behind everything else until it is made due again
    static void requeue(Connection connection, JobKey key, boolean forgive, boolean isLow) throws SQLException {
        Sql.update(
                connection,
                "update job set state = 'queued', next_attempt_at = null, ended_at = null, low = ?,"
                        + " forgiven = case when ? then attempts else forgiven end where tenant = ? and id = ?",
                isLow,
                forgive,
                key.tenant().value(),
                key.id());
    }

    /// @param payload JSON; null: it keeps its own
    static void replayed(Connection connection, JobKey key, @Nullable String payload, @Nullable String idempotencyKey)
            throws SQLException {
        Sql.update(
                connection,
                "update job set payload = coalesce(?, payload), replay_key = ? where tenant = ? and id = ?",
                payload,
                idempotencyKey,
                key.tenant().value(),
                key.id());
    }

    /// Jobs of the filter, the oldest first, locked until the transaction ends.
    ///
    /// @param replayKey those that were replayed under this key are left out
    static List<UUID> lock(Connection connection, JobFilter filter, @Nullable String replayKey, int limit)
            throws SQLException {
        return select("select id from job where tenant = ?", filter)
                .and("replay_key is distinct from ?", replayKey)
                .with(" order by created_at, id limit ? for update", limit)
                .list(connection, JobTable::id);
    }

    /// Some of the tenant's that have not ended.
    static List<UUID> open(Connection connection, TenantId tenant, int limit) throws SQLException {
        return Sql.query(
                connection,
                "select id from job where tenant = ? and ended_at is null order by class, created_at limit ?",
                JobTable::id,
                tenant.value(),
                limit);
    }

    /// How many of the tenant's jobs of the class stand where, by the state's label.
    static Map<String, Long> counts(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        return Sql.query(
                        connection,
                        "select state, count(*) from job where tenant = ? and class = ? group by state",
                        row -> Map.entry(row.getString("state"), row.getLong("count")),
                        tenant.value(),
                        jobClass.label())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// How many jobs of the class were given up or are parked.
    ///
    /// @param subject null: everybody's
    /// @param most more are not counted
    static long notWaiting(
            Connection connection, TenantId tenant, JobClass jobClass, @Nullable String subject, int most)
            throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from (select 1 from job where tenant = ? and class = ?"
                        + " and state collate \"C\" in ('dead', 'paused') and (?::text is null or subject = ?)"
                        + " limit ?) as kept",
                tenant.value(),
                jobClass.label(),
                subject,
                subject,
                most);
    }

    /// When the oldest of the tenant's jobs of the class was added that has not ended.
    static Optional<Instant> oldestOpen(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        return Sql.first(
                connection,
                "select created_at from job where tenant = ? and class = ?"
                        + " and ended_at is null order by created_at limit 1",
                row -> Sql.requiredInstant(row, "created_at"),
                tenant.value(),
                jobClass.label());
    }

    /// Since when the one of the tenant's jobs of the class waits that could have begun for the longest
    /// time, among the oldest that have not ended.
    static Optional<Instant> oldestDue(Connection connection, TenantId tenant, JobClass jobClass) throws SQLException {
        return Sql.first(
                connection,
                "select coalesce(o.next_attempt_at, o.created_at) as due from (select state, next_attempt_at, created_at"
                        + " from job where tenant = ? and class = ? and ended_at is null order by created_at limit 1000)"
                        + " as o where o.state in ('queued', 'retrying') and coalesce(o.next_attempt_at, o.created_at) <= now()"
                        + " order by due limit 1",
                row -> Sql.requiredInstant(row, "due"),
                tenant.value(),
                jobClass.label());
    }

    static Optional<String> payload(Connection connection, JobKey key) throws SQLException {
        return Sql.first(
                connection,
                "select payload from job where tenant = ? and id = ?",
                row -> row.getString("payload"),
                key.tenant().value(),
                key.id());
    }

    static Optional<JobView> find(Connection connection, JobKey key) throws SQLException {
        return Sql.first(
                connection, VIEW + " and id = ?", JobTable::view, key.tenant().value(), key.id());
    }

    /// Newest first.
    ///
    /// @param limit how many rows at most
    static List<JobView> list(Connection connection, JobFilter filter, Place after, int limit) throws SQLException {
        return select(VIEW, filter)
                .newestFirst("created_at", after, UUID::fromString, limit)
                .list(connection, JobTable::view);
    }

    private static Select select(String sql, JobFilter filter) {
        return new Select(sql, filter.tenant().value())
                .and("subject = ?", filter.subject())
                .and(
                        "state collate \"C\" = ?",
                        filter.state() == null ? null : filter.state().label())
                .and("class = ?", filter.jobClass())
                .and("type = ?", filter.type())
                .and("created_at >= ?", filter.since())
                .and("created_at < ?", filter.until());
    }

    private static UUID id(ResultSet row) throws SQLException {
        return row.getObject("id", UUID.class);
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getString("class"),
                row.getString("type"),
                row.getString("subject"),
                row.getString("payload"),
                JobState.labelled(row.getString("state")).orElseThrow(),
                row.getInt("attempts"),
                row.getInt("forgiven"),
                row.getBoolean("low"),
                Sql.instant(row, "next_attempt_at"),
                row.getString("replay_key"),
                row.getString("traceparent"));
    }

    private static JobView view(ResultSet row) throws SQLException {
        return new JobView(
                row.getObject("id", UUID.class),
                row.getString("class"),
                row.getString("type"),
                row.getString("subject"),
                JobState.labelled(row.getString("state")).orElseThrow(),
                row.getInt("attempts"),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "ended_at"),
                Sql.instant(row, "next_attempt_at"),
                row.getString("note"),
                null,
                null);
    }
}
