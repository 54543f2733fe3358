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
/// The place in line is stored as a negative priority: the highest is the next. It is twice the number of
/// the turn, and one more for what is urgent: a tenant has at most one ordinary and one urgent execution
/// in a turn. Turns begin anew whenever nothing in the lane is due: what waits for a later time holds no
/// turns back.
///
/// The line alone promises nobody an end: who always comes anew with little is always before who waits
/// with much. Therefore one take in [Claim#OLDEST_EVERY] is of what has been due for the longest time,
/// wherever it stands.
public final class Turns {

    /// How an execution stands to others.
    public enum Urgency {
        /// Beside the tenant's ordinary ones instead of behind them: not behind anything of its own but
        /// what is urgent too. It takes one place in each turn, not a place before all turns: a tenant
        /// with nothing but urgent ones is no better off than the others, and one with both at most
        /// doubles its share.
        HIGH,
        NORMAL,
        /// What may wait for everything else.
        LOW
    }

    private static final int TURNS = 500_000_000;

    /// What lets an execution that is there, and may be running, be what it is, unless it is to run later. Its row is
    /// locked in any case.
    private static final String IF_LATER = " on conflict (task_name, task_instance) do update set"
            + " execution_time = excluded.execution_time, priority = excluded.priority"
            + " where not e.picked and e.execution_time > excluded.execution_time";

    /// As in the index of what is urgent, which is small: else a tenant's backlog would have to be gone
    /// through.
    private static final String IS_URGENT = "priority % 2 <> 0";

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
        int turn = first(urgency);
        int last = 2 * (turn - TURNS + 1);
        int next = 2 * turn + 1;
        String table = Lane.table(lane);
        Sql.update(
                connection,
                "with base as (select least("
                        + "coalesce((select max(priority) >> 1 from " + table
                        + " where not picked and execution_time <= ? and priority between ? and ?), ?),"
                        + " coalesce((select min(priority) >> 1 from " + table + " where tenant = split_part(?, '/', 1)"
                        + " and execution_time <= ? and priority between ? and ?"
                        + (urgency == Urgency.HIGH ? " and " + IS_URGENT : "") + "), ?) - 1) as turn)"
                        + " insert into " + table + " as e"
                        + " (task_name, task_instance, execution_time, picked, version, priority)"
                        + " select ?, x.id, ?, false, 1, ((base.turn - x.n + 1) * 2 + ?)::int"
                        + " from base, unnest(?::text[]) with ordinality as x(id, n)"
                        + conflict,
                at,
                last,
                next,
                turn,
                executions.getFirst(),
                at,
                last,
                next,
                turn + 1,
                lane,
                at,
                urgency == Urgency.HIGH ? 1 : 0,
                Sql.texts(connection, executions));
    }

    /// The turn that is the first of all.
    private static int first(Urgency urgency) {
        return switch (urgency) {
            case HIGH, NORMAL -> 0;
            case LOW -> -TURNS;
        };
    }
}
