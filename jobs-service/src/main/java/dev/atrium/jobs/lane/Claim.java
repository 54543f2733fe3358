package dev.atrium.jobs.lane;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.shaded.jdbc.RowMapper;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How a lane takes executions that are due: in one statement, and never more than it has places for.
///
/// db-scheduler's own statement has the limit in a subquery of `in (…)`, which PostgreSQL evaluates once for each row
/// of the table where it finds a nested loop cheaper: then a lane took a thousand executions at once. `array(…)` is
/// evaluated once, whatever the plan, and its rows are found without a join.
final class Claim extends PostgreSqlJdbcCustomization {

    /// How often a lane in which tenants take turns takes what has been due for the longest time instead
    /// of those whose turn it is: nothing waits for ever, whoever else comes, and seven of eight places
    /// are given by turns all the same.
    static final int OLDEST_EVERY = 8;

    /// How many turns are looked through for somebody else's execution while a party has all places that
    /// it may have. Whoever comes anew has the next turn, whatever the party has in store.
    private static final int TURNS_LOOKED_THROUGH = 1_000;

    private static final String DUE = "not picked and execution_time <= (select now from given)";

    private final @Nullable Places places;
    private final Sleepers sleepers;
    private final Runnable again;
    private final @Nullable SharedPlaces shared;
    private final AtomicInteger takes = new AtomicInteger();

    /// @param places of a lane in which tenants take turns; null: the execution that was due first is the
    ///     first
    /// @param sleepers of a lane in which tenants take turns; others are not asked
    /// @param again has the lane look once more, at once
    /// @param shared of a lane with a limit of all nodes together; null: it has none
    Claim(@Nullable Places places, Sleepers sleepers, Runnable again, @Nullable SharedPlaces shared) {
        super(false, false);
        this.shared = shared;
        this.places = places;
        this.sleepers = sleepers;
        this.again = again;
    }

    /// In which order it is taken, and from which.
    enum Order {
        /// Those whose turn it is.
        TURNS,
        /// The same, of those only who may have a place. Their order is [#TURNS].
        TURNS_OF_OTHERS,
        /// What has been due for the longest time, also what has no turn yet.
        OLDEST;

        /// The same, where some may have none.
        Order in(Places.Standing standing) {
            return this == TURNS && standing.isAnyFull() ? TURNS_OF_OTHERS : this;
        }
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        if (places == null) {
            return context.jdbcRunner.query(
                    byTime(context.tableName, limit),
                    parameters -> {
                        parameters.setString(1, context.schedulerName.getName());
                        setInstant(parameters, 2, now);
                        setInstant(parameters, 3, now);
                    },
                    context.resultSetMapper.get());
        }
        boolean isMoreAsleep = sleepers.wake(now);
        Places.Standing here = places.standing();
        Order order = isByTurns(takes.incrementAndGet()) ? Order.TURNS : Order.OLDEST;
        SharedPlaces.Taken take = shared == null
                ? new SharedPlaces.Taken(take(context, order.in(here), here, now, limit), limit, here)
                : shared.take(order, here, context.schedulerName.getName(), now, limit);
        List<Execution> taken = take.executions();
        Places.Standing standing = take.standing();
        List<Places.Holder> holders = taken.stream().map(Claim::holder).toList();
        holders.forEach(places::take);
        places.isShortInAll(take.limit() < limit || (shared != null && standing.isAnyFull()));
        // Who has all places that it may have was before others, who find one.
        boolean isLeftBehind = taken.size() < take.limit()
                && (standing.isFilledBy(holders) || (order == Order.OLDEST && standing.isAnyFull()));
        if (isLeftBehind || isMoreAsleep) {
            again.run();
        }
        return taken;
    }

    private static List<Execution> take(
            JdbcTaskRepositoryContext context, Order order, Places.Standing standing, Instant now, int limit) {
        RowMapper<Execution> row = Claim::execution;
        return context.jdbcRunner.query(
                byTurns(context.tableName, order, standing.mostOfAParty(), limit),
                statement -> set(statement, context.schedulerName.getName(), now, standing),
                row);
    }

    private static void set(PreparedStatement statement, String node, Instant now, Places.Standing standing)
            throws SQLException {
        List<Object> parameters = parameters(statement.getConnection(), node, now, standing);
        Sql.set(statement, parameters.toArray());
    }

    static Execution execution(ResultSet row) throws SQLException {
        Places.Holder holder = new Places.Holder(row.getString("holder"), row.getString("type"));
        return new Execution(
                Sql.requiredInstant(row, "execution_time"),
                new TaskInstance<>(row.getString("task_name"), row.getString("task_instance"), holder),
                row.getBoolean("picked"),
                row.getString("picked_by"),
                Sql.instant(row, "last_success"),
                Sql.instant(row, "last_failure"),
                row.getInt("consecutive_failures"),
                Sql.instant(row, "last_heartbeat"),
                row.getLong("version"));
    }

    private static Places.Holder holder(Execution execution) {
        return (Places.Holder) execution.taskInstance.getData();
    }

    /// @param take its number
    static boolean isByTurns(int take) {
        return take % OLDEST_EVERY != 0;
    }

    /// Parameters: the node, the time, the time. The limit is none of them: without it the plan would be
    /// one for many.
    private static String byTime(String table, int limit) {
        return "with claimed as (update " + table + " as e set picked = true, picked_by = ?, last_heartbeat = ?,"
                + " version = version + 1 where e.ctid = any(array(select ctid from " + table
                + " where not picked and execution_time <= ? order by execution_time limit " + limit
                + " for update skip locked)) returning e.*) select * from claimed order by execution_time";
    }

    /// Locks as many as there are places for, and takes of these what its party and its type may have.
    ///
    /// @param most how many places a party may have
    static String byTurns(String table, Order order, int most, int limit) {
        String turns = order == Order.OLDEST ? "" : " and priority is not null";
        String others = "";
        String near = "";
        if (order == Order.TURNS_OF_OTHERS) {
            others = " and " + Party.SQL + " <> all((select parties from given)::text[])"
                    + " and (type is null or type <> all((select types from given)::text[]))";
            near = " and priority > (select max(priority) from " + table + " where priority is not null and " + DUE
                    + ") - " + 2 * TURNS_LOOKED_THROUGH;
        }
        String sequence =
                order == Order.OLDEST ? " order by execution_time" : " order by priority desc, execution_time";
        return "with given as (select ?::timestamptz as now, ?::text[] as parties, ?::text[] as types),"
                + " head as materialized (select ctid as place, " + Party.SQL + " as party, type, priority,"
                + " execution_time from " + table + " where " + DUE + turns + others + near + sequence
                + " limit " + limit + " for update skip locked),"
                + " fitting as (select place from (select h.place, t.free,"
                + " row_number() over (partition by h.party" + sequence + ") + coalesce(p.taken, 0) as nth,"
                + " row_number() over (partition by h.type" + sequence + ") as nth_of_type"
                + " from head as h left join unnest(?::text[], ?::int[]) as p(party, taken) on p.party = h.party"
                + " left join unnest(?::text[], ?::int[]) as t(type, free) on t.type = h.type) as ranked"
                + " where nth <= " + most + " and (free is null or nth_of_type <= free)),"
                + " claimed as (update " + table + " as e set picked = true, picked_by = ?,"
                + " last_heartbeat = (select now from given), version = version + 1"
                + " where e.ctid = any(array(select place from fitting)) returning e.*)"
                + " select *, " + Party.SQL + " as holder from claimed" + sequence;
    }

    /// The parameters of [#byTurns].
    static List<Object> parameters(Connection connection, String node, Instant now, Places.Standing standing)
            throws SQLException {
        var parties = new Columns<>(connection, standing.parties().entrySet());
        var types = new Columns<>(connection, standing.free().entrySet());
        return List.of(
                now,
                Sql.texts(connection, standing.fullParties()),
                Sql.texts(connection, standing.fullTypes()),
                parties.of("text", Map.Entry::getKey),
                parties.of("int4", Map.Entry::getValue),
                types.of("text", Map.Entry::getKey),
                types.of("int4", Map.Entry::getValue),
                node);
    }
}
