package dev.atrium.jobs.workflow;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Columns;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The table `workflow_step`, for steps of several instances. Every method works in the connection's transaction, which
/// sees one tenant.
final class SharedStepTable {

    /// A step of an instance.
    ///
    /// @param workflow the instance's id
    record Place(String workflow, String step) {}

    private SharedStepTable() {}

    /// Begins attempts where [StepTable#begin] would, and nobody else holds the instance.
    ///
    /// Gives the numbers of those that have begun.
    static RoundTrip.Answer<List<Map.Entry<Place, Integer>>> beginAll(
            RoundTrip trip, Connection connection, TenantId tenant, List<SharedSteps.Beginning> beginnings, Instant now)
            throws SQLException {
        Columns<SharedSteps.Beginning> columns = new Columns<>(connection, beginnings);
        Array workflows = columns.of("text", beginning -> beginning.run().key().id());
        return trip.all(
                "insert into workflow_step as s (tenant, workflow_id, name, position, status, attempts, started_at)"
                        + " select ?, x.id, x.name, x.position, 'running', 1, ?"
                        + " from unnest(?::text[], ?::int[], ?::text[], ?::int[]) as x(id, run, name, position)"
                        + " join (select id, run from workflow where tenant = ? and id = any(?) and status = 'running'"
                        + " for update skip locked) w on w.id = x.id and w.run = x.run"
                        + " on conflict (tenant, workflow_id, name) do update set status = 'running',"
                        + " attempts = s.attempts + 1, next_attempt_at = null"
                        + " where s.status in ('running', 'retrying') returning s.workflow_id, s.name, s.attempts",
                row -> Map.entry(place(row), row.getInt("attempts")),
                tenant.value(),
                now,
                workflows,
                columns.of("int4", beginning -> beginning.run().number()),
                columns.of("text", beginning -> beginning.visit().name()),
                columns.of("int4", beginning -> beginning.visit().position()),
                tenant.value(),
                workflows);
    }

    /// Completes attempts of instances that the transaction holds, for runs that still count.
    ///
    /// Gives the steps that are complete now: of others a later attempt has begun.
    static RoundTrip.Answer<List<Place>> completeAll(
            RoundTrip trip,
            Connection connection,
            TenantId tenant,
            List<SharedSteps.Completion> completions,
            Instant now)
            throws SQLException {
        Columns<SharedSteps.Completion> columns = new Columns<>(connection, completions);
        Array workflows =
                columns.of("text", completion -> completion.run().key().id());
        return trip.all(
                "update workflow_step s set status = 'complete', result = x.result, result_object = x.object,"
                        + " error = null, next_attempt_at = null, ended_at = ?"
                        + " from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[])"
                        + " as x(id, name, attempt, result, object)"
                        // The list of ids is there for the planner: whatever else it does, it looks at no other
                        // instance.
                        + " where s.tenant = ? and s.workflow_id = any(?) and s.workflow_id = x.id and s.name = x.name"
                        + " and s.status in ('running', 'waiting') and s.attempts = x.attempt"
                        + " returning s.workflow_id, s.name",
                SharedStepTable::place,
                now,
                workflows,
                columns.of("text", SharedSteps.Completion::step),
                columns.of("int4", SharedSteps.Completion::attempt),
                columns.of("text", completion -> completion.result().json()),
                columns.of("text", completion -> completion.result().object()),
                tenant.value(),
                workflows);
    }

    /// Adds steps that sleep, of instances that the transaction holds.
    static void open(RoundTrip trip, Connection connection, TenantId tenant, List<Sleeps.Sleep> sleeps, Instant now)
            throws SQLException {
        Columns<Sleeps.Sleep> columns = new Columns<>(connection, sleeps);
        trip.update(
                "insert into workflow_step (tenant, workflow_id, name, position, kind, status, attempts,"
                        + " next_attempt_at, started_at)"
                        + " select ?, x.id, x.name, x.position, 'sleep', 'waiting', 1, x.until, ?"
                        + " from unnest(?::text[], ?::text[], ?::int[], ?::timestamptz[]) as x(id, name, position, until)",
                tenant.value(),
                now,
                columns.of("text", sleep -> sleep.run().key().id()),
                columns.of("text", sleep -> sleep.visit().name()),
                columns.of("int4", sleep -> sleep.visit().position()),
                columns.of("timestamptz", Sleeps.Sleep::until));
    }

    /// Gives instances that the transaction holds the numbers of their last transitions.
    static void number(RoundTrip trip, Connection connection, TenantId tenant, Map<String, Long> sequences)
            throws SQLException {
        Columns<Map.Entry<String, Long>> columns = new Columns<>(connection, sequences.entrySet());
        Array workflows = columns.of("text", Map.Entry::getKey);
        trip.update(
                "update workflow w set sequence = x.sequence from unnest(?::text[], ?::int8[]) as x(id, sequence)"
                        + " where w.tenant = ? and w.id = any(?) and w.id = x.id",
                workflows,
                columns.of("int8", Map.Entry::getValue),
                tenant.value(),
                workflows);
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getString("workflow_id"), row.getString("name"));
    }
}
