package dev.atrium.jobs.lane;

import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The order of a lane in which each [Party] has its turns, decided when an execution is added (start-time
/// fair queueing): it comes behind the party's own ones that are due, but not behind what others have in
/// store. However much one party adds, another's next execution is not later than those that already run,
/// and those whose turn it is now.
///
/// The place in line is stored as a negative priority: the highest is the next. It is twice the number of
/// the turn, and one more for what is urgent: a party has at most one ordinary and one urgent execution
/// in a turn. Turns begin anew whenever nothing in the lane is due. So a number says something only while
/// its execution is due: what waits for its time has none, only its urgency, and gets a turn when its time
/// has come, as if it were added then ([#wake]). A number of another time would be behind, or before, all
/// that wait, and with it whatever its party adds. What runs counts only where it is of the turn that is
/// now, or of one before it: its number may be of another time, too.
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
        HIGH(1),
        NORMAL(0),
        /// What may wait for everything else.
        LOW(-1);

        private final int stored;

        Urgency(int stored) {
            this.stored = stored;
        }

        private static Urgency of(int stored) {
            return stored > 0 ? HIGH : stored < 0 ? LOW : NORMAL;
        }
    }

    /// How many [#wake] takes at most.
    static final int MOST_AT_ONCE = 1_000;

    private static final int TURNS = 500_000_000;

    /// What an execution that is there, and may be running, becomes.
    private static final String ANEW =
            Lane.ANEW + ", priority = excluded.priority, party = excluded.party, type = excluded.type";

    /// What lets an execution that is there, and may be running, be what it is, unless it is to run later.
    /// Its row is locked in any case.
    private static final String IF_LATER = " on conflict (task_name, task_instance) do update set"
            + " execution_time = excluded.execution_time, priority = excluded.priority, party = excluded.party"
            + " where not e.picked and e.execution_time > excluded.execution_time";

    /// What gives an execution that sleeps its turn.
    private static final String AWAKE =
            " on conflict (task_name, task_instance) do update set priority = excluded.priority";

    /// As in the index of what is urgent, which is small: else a party's backlog would have to be gone
    /// through.
    private static final String IS_URGENT = "priority % 2 <> 0";

    /// How urgent an execution is: in line its number says it.
    private static final String URGENCY = "case when e.priority is null then e.urgency when e.priority <= "
            + 2 * first(Urgency.LOW) + " then " + Urgency.LOW.stored + " when e." + IS_URGENT + " then "
            + Urgency.HIGH.stored + " else " + Urgency.NORMAL.stored + " end";

    /// What takes its turn away from an execution that is to come again, and lets it be as urgent as it is.
    static final String ASLEEP = ", priority = null, urgency = " + URGENCY;

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
    /// @param now they are due at once
    public static void schedule(Connection connection, String lane, List<Entry> entries, Urgency urgency, Instant now)
            throws SQLException {
        schedule(connection, lane, entries, urgency, now, ANEW);
    }

    /// Has executions run at this time or before, in the connection's transaction: adds them,
    /// or has them run sooner if they were to run later. One that is due or running is left alone. Their
    /// rows stay locked until the transaction ends: a run that locks its row before it decides what becomes
    /// of itself misses nothing. They are locked in the order of their ids, so that two transactions do not
    /// wait for each other.
    ///
    /// @param entries with different ids
    /// @param now they are due at once
    public static void ensure(
            Connection connection, String lane, Collection<Entry> entries, Urgency urgency, Instant now)
            throws SQLException {
        List<Entry> inOrder =
                entries.stream().sorted(Comparator.comparing(Entry::id)).toList();
        schedule(connection, lane, inOrder, urgency, now, IF_LATER);
    }

    /// Schedules executions for later, in the connection's transaction: they get their turns then. Those
    /// with an id that is there become new ones.
    ///
    /// @param times of entries with different ids
    public static void later(Connection connection, String lane, Map<Entry, Instant> times, Urgency urgency)
            throws SQLException {
        if (times.isEmpty()) {
            return;
        }
        Columns<Map.Entry<Entry, Instant>> columns = new Columns<>(connection, times.entrySet());
        Sql.update(
                connection,
                "insert into " + Lane.table(lane) + " as e"
                        + " (task_name, task_instance, execution_time, picked, version, party, type, urgency)"
                        + " select ?, x.id, x.at, false, 1, x.party, x.type, ?::smallint"
                        + " from unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[]) as x(id, at, party, type)"
                        + Lane.ANEW + ", priority = null,"
                        + " party = excluded.party, type = excluded.type, urgency = excluded.urgency",
                lane,
                urgency.stored,
                columns.of("text", time -> time.getKey().id()),
                columns.of("timestamptz", Map.Entry::getValue),
                columns.of("text", time -> time.getKey().party()),
                columns.of("text", time -> time.getKey().type()));
    }

    /// How many executions a party has, in the connection's transaction.
    ///
    /// @param most more are not counted
    public static long count(Connection connection, String lane, String party, int most) throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from (select 1 from " + Lane.table(lane) + " where " + Party.SQL + " = ? limit ?)"
                        + " as kept",
                party,
                most);
    }

    /// Has executions that are there, and may be running, come again at their times, as urgent as they are.
    /// They keep no turn, but get one when their time has come: until then nobody goes through them.
    ///
    /// @param times by the execution's id
    public static void sleep(Connection connection, String lane, Map<String, Instant> times) throws SQLException {
        sleep(connection, lane, times, null);
    }

    /// The same, with another urgency; null: as urgent as they are.
    public static void sleep(Connection connection, String lane, Map<String, Instant> times, @Nullable Urgency urgency)
            throws SQLException {
        Columns<Map.Entry<String, Instant>> columns = new Columns<>(connection, times.entrySet());
        Sql.update(
                connection,
                "insert into " + Lane.table(lane)
                        + " as e (task_name, task_instance, execution_time, picked, version, urgency)"
                        + " select ?, x.id, x.at, false, 1, ?::smallint"
                        + " from unnest(?::text[], ?::timestamptz[]) as x(id, at)"
                        + Lane.ANEW + ", priority = null, urgency = coalesce(excluded.urgency, " + URGENCY + ")",
                lane,
                urgency == null ? null : urgency.stored,
                columns.of("text", Map.Entry::getKey),
                columns.of("timestamptz", Map.Entry::getValue));
    }

    /// Gives those their turns whose time has come, the oldest first, in the connection's transaction. Those
    /// that somebody holds are left for the next time.
    ///
    /// @return how many; fewer than [#MOST_AT_ONCE]: all
    static int wake(Connection connection, String lane, Instant now) throws SQLException {
        List<Sleeper> sleepers = Sql.query(
                connection,
                "select task_instance, " + Party.SQL + " as party, type, urgency from " + Lane.table(lane)
                        // By the index of turns: there those without one are the first, by their times.
                        + " where priority is null and not picked and execution_time <= ?"
                        + " order by priority desc, execution_time limit " + MOST_AT_ONCE + " for update skip locked",
                row -> new Sleeper(
                        new Entry(row.getString("task_instance"), row.getString("party"), row.getString("type")),
                        Urgency.of(row.getInt("urgency"))),
                now);
        Map<Urgency, List<Entry>> byUrgency = sleepers.stream()
                .collect(Collectors.groupingBy(
                        Sleeper::urgency, Collectors.mapping(Sleeper::entry, Collectors.toList())));
        for (Map.Entry<Urgency, List<Entry>> some : byUrgency.entrySet()) {
            schedule(connection, lane, some.getValue(), some.getKey(), now, AWAKE);
        }
        return sleepers.size();
    }

    private record Sleeper(Entry entry, Urgency urgency) {}

    private static void schedule(
            Connection connection, String lane, List<Entry> entries, Urgency urgency, Instant now, String conflict)
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
                        + " due as materialized (select coalesce(max(priority) >> 1, ?) as turn from " + table
                        + " where not picked and execution_time <= ? and priority between ? and ?),"
                        + " base as (select p.name, least(due.turn,"
                        + " coalesce((select min(priority) >> 1 from " + table + " where " + Party.SQL + " = p.name"
                        + " and execution_time <= ? and priority between ? and ?"
                        + " and (not picked or priority >> 1 >= due.turn)"
                        + (urgency == Urgency.HIGH ? " and " + IS_URGENT : "") + "), ?) - 1) as turn"
                        + " from (select distinct party as name from asked) as p cross join due)"
                        + " insert into " + table + " as e"
                        + " (task_name, task_instance, execution_time, picked, version, priority, party, type)"
                        + " select ?, a.id, ?, false, 1, ((base.turn - a.nth + 1) * 2 + ?)::int, a.party, a.type"
                        + " from asked as a join base on base.name = a.party order by a.n"
                        + conflict,
                columns.of("text", Entry::id),
                columns.of("text", Entry::party),
                columns.of("text", Entry::type),
                turn,
                now,
                last,
                next,
                now,
                last,
                next,
                turn + 1,
                lane,
                now,
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
