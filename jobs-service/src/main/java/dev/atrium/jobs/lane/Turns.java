package dev.atrium.jobs.lane;

import dev.atrium.jobs.sql.Columns;
import dev.atrium.jobs.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The order of a lane in which each [Party] has its turns, decided when an execution is added (start-time
/// fair queueing): it comes behind the party's own ones that are due, but not behind what others have in
/// store. However much one party adds, another's next execution is not later than those that already run,
/// and those whose turn it is now.
///
/// The place in line is stored as a negative priority: the highest is the next. It is twice the number of
/// the turn, and one more for what is urgent: a party has at most one ordinary and one urgent execution
/// in a turn. Turns begin anew whenever nothing in the lane is due: what waits for a later time holds no
/// turns back. What [sleeps][#sleep] has no place in line, and is before it as soon as its time has come.
///
/// The line alone promises nobody an end: who always comes anew with little is always before who waits
/// with much. Therefore one take in [Claim#OLDEST_EVERY] is of what has been due for the longest time,
/// wherever it stands.
public final class Turns {

    /// How an execution stands to others.
    public enum Urgency {
        /// Beside the party's ordinary ones instead of behind them: not behind anything of its own but
        /// what is urgent too. It takes one place in each turn, not a place before all turns: a party
        /// with nothing but urgent ones is no better off than the others, and one with both at most
        /// doubles its share.
        HIGH,
        NORMAL,
        /// What may wait for everything else.
        LOW
    }

    private static final int TURNS = 500_000_000;

    /// What an execution that is there, and may be running, becomes.
    private static final String ANEW =
            Lane.ANEW + ", priority = excluded.priority, party = excluded.party, type = excluded.type";

    /// What lets an execution that is there, and may be running, be what it is, unless it is to run later.
    /// Its row is locked in any case.
    private static final String IF_LATER = " on conflict (task_name, task_instance) do update set"
            + " execution_time = excluded.execution_time, priority = excluded.priority, party = excluded.party"
            + " where not e.picked and e.execution_time > excluded.execution_time";

    /// As in the index of what is urgent, which is small: else a party's backlog would have to be gone
    /// through.
    private static final String IS_URGENT = "priority % 2 <> 0";

    /// An execution that is to have a turn.
    ///
    /// @param id `<tenant>/<id>`
    /// @param party whose turn it is, as [Party#of] says
    /// @param type by which the lane limits how many run ([Lane.Kind]); null: it does not
    public record Entry(String id, String party, @Nullable String type) {

        /// Of no type.
        public Entry(String id, String party) {
            this(id, party, null);
        }
    }

    private Turns() {}

    /// Schedules executions, in the connection's transaction; those with an id that is there get a
    /// new turn and time, as with [Lane#schedule].
    ///
    /// @param entries those of each party in their order
    public static void schedule(Connection connection, String lane, List<Entry> entries, Urgency urgency, Instant at)
            throws SQLException {
        schedule(connection, lane, entries, urgency, at, ANEW);
    }

    /// Has executions run at this time or before, in the connection's transaction: adds them,
    /// or has them run sooner if they were to run later. One that is due or running is left alone. Their
    /// rows stay locked until the transaction ends: a run that locks its row before it decides what becomes
    /// of itself misses nothing. They are locked in the order of their ids, so that two transactions do not
    /// wait for each other.
    ///
    /// @param entries with different ids
    public static void ensure(Connection connection, String lane, Collection<Entry> entries, Instant at)
            throws SQLException {
        List<Entry> inOrder =
                entries.stream().sorted(Comparator.comparing(Entry::id)).toList();
        schedule(connection, lane, inOrder, Urgency.NORMAL, at, IF_LATER);
    }

    /// Has executions that are there, and may be running, come again at their times. They keep no turn:
    /// while they sleep nobody goes through them, and then they go on before those whose turn it is.
    ///
    /// @param times by the execution's id
    public static void sleep(Connection connection, String lane, Map<String, Instant> times) throws SQLException {
        Columns<Map.Entry<String, Instant>> columns = new Columns<>(connection, times.entrySet());
        Sql.update(
                connection,
                "insert into " + Lane.table(lane) + " as e (task_name, task_instance, execution_time, picked, version)"
                        + " select ?, x.id, x.at, false, 1 from unnest(?::text[], ?::timestamptz[]) as x(id, at)"
                        + Lane.ANEW + ", priority = null",
                lane,
                columns.of("text", Map.Entry::getKey),
                columns.of("timestamptz", Map.Entry::getValue));
    }

    private static void schedule(
            Connection connection, String lane, List<Entry> entries, Urgency urgency, Instant at, String conflict)
            throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        int turn = first(urgency);
        int last = 2 * (turn - TURNS + 1);
        int next = 2 * turn + 1;
        String table = Lane.table(lane);
        Columns<Entry> columns = new Columns<>(connection, entries);
        Sql.update(
                connection,
                "with asked as (select x.id, x.party, x.type, x.n,"
                        + " row_number() over (partition by x.party order by x.n) as nth"
                        + " from unnest(?::text[], ?::text[], ?::text[]) with ordinality as x(id, party, type, n)),"
                        + " due as (select max(priority) >> 1 as turn from " + table
                        + " where not picked and execution_time <= ? and priority between ? and ?),"
                        + " base as (select p.name, least(coalesce((select turn from due), ?),"
                        + " coalesce((select min(priority) >> 1 from " + table + " where " + Party.SQL + " = p.name"
                        + " and execution_time <= ? and priority between ? and ?"
                        + (urgency == Urgency.HIGH ? " and " + IS_URGENT : "") + "), ?) - 1) as turn"
                        + " from (select distinct party as name from asked) as p)"
                        + " insert into " + table + " as e"
                        + " (task_name, task_instance, execution_time, picked, version, priority, party, type)"
                        + " select ?, a.id, ?, false, 1, ((base.turn - a.nth + 1) * 2 + ?)::int, a.party, a.type"
                        + " from asked as a join base on base.name = a.party order by a.n"
                        + conflict,
                columns.of("text", Entry::id),
                columns.of("text", Entry::party),
                columns.of("text", Entry::type),
                at,
                last,
                next,
                turn,
                at,
                last,
                next,
                turn + 1,
                lane,
                at,
                urgency == Urgency.HIGH ? 1 : 0);
    }

    /// The turn that is the first of all.
    private static int first(Urgency urgency) {
        return switch (urgency) {
            case HIGH, NORMAL -> 0;
            case LOW -> -TURNS;
        };
    }
}
