package dev.atrium.jobs.lane;

import dev.atrium.jobs.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// The order of a lane in which tenants take turns, decided when an execution is added (start-time fair queueing): it
/// comes behind the tenant's own ones that are due, but not behind what others have in store. However much one tenant
/// adds, another's next execution is not later than those that already run, and those whose turn it is now.
///
/// The turn is stored as a negative priority: the highest is the next. It begins anew whenever nothing in
/// the lane is due: what waits for a later time holds no turns back.
public final class Turns {

    /// Strictly before each other. Within each, tenants take turns. Nothing is before what is added every
    /// day: whoever could ask for that could keep all others waiting.
    public enum Urgency {
        NORMAL,
        /// What may wait for everything else.
        LOW
    }

    private static final int TURNS = 1_000_000_000;

    /// What lets an execution that is there, and may be running, be what it is, unless it is to run later. Its row is
    /// locked in any case.
    private static final String IF_LATER = " on conflict (task_name, task_instance) do update set"
            + " execution_time = excluded.execution_time, priority = excluded.priority"
            + " where not e.picked and e.execution_time > excluded.execution_time";

    private Turns() {}

    /// Schedules executions of one tenant, in the connection's transaction; those with an id that is there get a
    /// new turn and time, as with [Lane#schedule].
    ///
    /// @param executions `<tenant>/<id>`, in their order
    public static void schedule(
            Connection connection, String lane, List<String> executions, Urgency urgency, Instant at)
            throws SQLException {
        schedule(connection, lane, executions, urgency, at, Lane.ANEW + ", priority = excluded.priority");
    }

    /// Has executions of one tenant run at this time or before, in the connection's transaction: adds them,
    /// or has them run sooner if they were to run later. One that is due or running is left alone. Their
    /// rows stay locked until the transaction ends: a run that locks its row before it decides what becomes
    /// of itself misses nothing. They are locked in the order of their ids, so that two transactions do not
    /// wait for each other.
    ///
    /// @param executions `<tenant>/<id>`
    public static void ensure(Connection connection, String lane, Collection<String> executions, Instant at)
            throws SQLException {
        List<String> inOrder = executions.stream().distinct().sorted().toList();
        schedule(connection, lane, inOrder, Urgency.NORMAL, at, IF_LATER);
    }

    private static void schedule(
            Connection connection, String lane, List<String> executions, Urgency urgency, Instant at, String conflict)
            throws SQLException {
        if (executions.isEmpty()) {
            return;
        }
        int next = first(urgency);
        int last = next - TURNS + 1;
        String table = Lane.table(lane);
        Sql.update(
                connection,
                "with base as (select least("
                        + "coalesce((select max(priority) from " + table
                        + " where not picked and execution_time <= ? and priority between ? and ?), ?),"
                        + " coalesce((select min(priority) from " + table + " where tenant = split_part(?, '/', 1)"
                        + " and execution_time <= ? and priority between ? and ?), ?) - 1) as turn)"
                        + " insert into " + table + " as e"
                        + " (task_name, task_instance, execution_time, picked, version, priority)"
                        + " select ?, x.id, ?, false, 1, (base.turn - x.n + 1)::int"
                        + " from base, unnest(?::text[]) with ordinality as x(id, n)"
                        + conflict,
                at,
                last,
                next,
                next,
                executions.getFirst(),
                at,
                last,
                next,
                next + 1,
                lane,
                at,
                Sql.texts(connection, executions));
    }

    private static int first(Urgency urgency) {
        return switch (urgency) {
            case NORMAL -> 0;
            case LOW -> -TURNS;
        };
    }
}
