package dev.atrium.jobs.lane;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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

    private final AtomicInteger takes = new AtomicInteger();

    Claim() {
        super(false, false);
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        return context.jdbcRunner.query(
                sql(context.tableName, orderByPriority && isByTurns(takes.incrementAndGet()), limit),
                parameters -> {
                    parameters.setString(1, context.schedulerName.getName());
                    setInstant(parameters, 2, now);
                    setInstant(parameters, 3, now);
                },
                context.resultSetMapper.get());
    }

    /// @param take its number
    static boolean isByTurns(int take) {
        return take % OLDEST_EVERY != 0;
    }

    /// Parameters: the node, the time, the time. The limit is none of them: without it the plan would be one for many.
    static String sql(String table, boolean byPriority, int limit) {
        String order = byPriority ? " order by priority desc, execution_time" : " order by execution_time";
        return "with claimed as (update " + table + " as e set picked = true, picked_by = ?, last_heartbeat = ?,"
                + " version = version + 1 where e.ctid = any(array(select ctid from " + table
                + " where not picked and execution_time <= ?" + order + " limit " + limit
                + " for update skip locked)) returning e.*) select * from claimed" + order;
    }
}
