package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Turns;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How instances come into the table `workflow`. Every method works in the connection's transaction, which sees one
/// tenant.
final class StartTable {

    /// An instance that is to be there, in the trace of who wants it.
    ///
    /// @param most how many of its type and subject may be open
    /// @param parent null if nobody waits for it
    /// @param input JSON
    record New(
            Start start,
            int version,
            int most,
            WorkflowTable.@Nullable Parent parent,
            String input,
            @Nullable String traceparent) {

        String id() {
            return start.key().id();
        }

        Turns.Entry entry() {
            return start.key().entry(start.subject(), start.type());
        }

        Limit limit() {
            return new Limit(start.subject(), start.type(), most);
        }

        WorkflowView view(Instant createdAt) {
            return new WorkflowView(
                    id(),
                    start.type(),
                    version,
                    start.subject(),
                    parent == null ? null : parent.id(),
                    WorkflowStatus.QUEUED,
                    createdAt,
                    null,
                    null,
                    null,
                    null,
                    null);
        }

        /// Its first transition.
        Journal.Change change() {
            return new Journal.Change(
                    start.key(),
                    start.type(),
                    new HistoryTable.Transition(WorkflowStatus.QUEUED, null, null),
                    new HistoryTable.Written(1, start.subject()),
                    traceparent);
        }
    }

    /// What two may not begin at the same time, because there may be only so many.
    ///
    /// @param most how many may be open
    record Limit(String subject, String type, int most) {}

    private StartTable() {}

    /// Adds instances with their first transition, in one statement.
    ///
    /// @param wanted with different ids
    /// @return the ids of those that were not there
    static RoundTrip.Answer<List<String>> insertAll(
            RoundTrip trip, Connection connection, TenantId tenant, List<New> wanted, Instant now) throws SQLException {
        Columns<New> columns = new Columns<>(connection, wanted);
        return trip.all(
                "with added as (insert into workflow (tenant, id, type, version, subject, input, status, sequence,"
                        + " parent_id, parent_step, traceparent, created_at)"
                        + " select ?, x.id, x.type, x.version, x.subject, x.input, 'queued', 1, x.parent, x.step, x.trace, ?"
                        + " from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])"
                        + " as x(id, type, version, subject, input, parent, step, trace)"
                        + " on conflict (tenant, id) do nothing returning tenant, id, created_at),"
                        + " written as (insert into workflow_history (tenant, workflow_id, sequence, status, at)"
                        + " select tenant, id, 1, 'queued', created_at from added) select id from added",
                row -> row.getString("id"),
                tenant.value(),
                now,
                columns.of("text", New::id),
                columns.of("text", one -> one.start().type()),
                columns.of("int4", New::version),
                columns.of("text", one -> one.start().subject()),
                columns.of("text", New::input),
                columns.of(
                        "text",
                        one -> one.parent() == null ? null : one.parent().id()),
                columns.of(
                        "text",
                        one -> one.parent() == null ? null : one.parent().step()),
                columns.of("text", New::traceparent));
    }

    /// Which of the ids are taken.
    static RoundTrip.Answer<List<String>> present(
            RoundTrip trip, Connection connection, TenantId tenant, List<String> ids) throws SQLException {
        return trip.all(
                "select id from workflow where tenant = ? and id = any(?)",
                row -> row.getString("id"),
                tenant.value(),
                Sql.array(connection, "text", ids.stream()));
    }

    /// Counts instances that have not ended, and lets no other transaction do so before this one ends: of several that
    /// start at the same time none goes over the limit. The locks are taken in one order.
    ///
    /// Gives for each limit how many there are, at most as many as there may be.
    static RoundTrip.Answer<List<Integer>> lockOpen(
            RoundTrip trip, Connection connection, TenantId tenant, List<Limit> limits) throws SQLException {
        trip.exists(
                "select pg_advisory_xact_lock(s.key) from (select distinct hashtextextended(x.name, 3) as key"
                        + " from unnest(?::text[]) as x(name) order by key) as s",
                Sql.array(
                        connection,
                        "text",
                        limits.stream().map(limit -> tenant.value() + "/" + limit.subject() + "/" + limit.type())));
        Columns<Limit> columns = new Columns<>(connection, limits);
        return trip.all(
                "select (select count(*) from (select 1 from workflow where tenant = ? and subject = x.subject"
                        + " and type = x.type and ended_at is null limit x.most) as open)"
                        + " from unnest(?::text[], ?::text[], ?::int[]) with ordinality as x(subject, type, most, n)"
                        + " order by x.n",
                row -> row.getInt(1),
                tenant.value(),
                columns.of("text", Limit::subject),
                columns.of("text", Limit::type),
                columns.of("int4", Limit::most));
    }

    static boolean hasInput(Connection connection, Start start, String input) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from workflow where tenant = ? and id = ? and type = ? and input = ?",
                        row -> row.getInt(1),
                        start.key().tenant().value(),
                        start.key().id(),
                        start.type(),
                        input)
                .isPresent();
    }
}
