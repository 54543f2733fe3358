package dev.atrium.jobs.lane;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Instant;
import java.util.List;

/// How a lane takes executions that are due: in one statement, and never more than it has places for.
///
/// db-scheduler's own statement has the limit in a subquery of `in (…)`, which PostgreSQL evaluates once for each row
/// of the table where it finds a nested loop cheaper: then a lane took a thousand executions at once. A `with` that
/// locks rows is evaluated once, whatever the plan.
final class Claim extends PostgreSqlJdbcCustomization {

    Claim() {
        super(false, false);
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        return context.jdbcRunner.query(
                sql(context.tableName, orderByPriority),
                parameters -> {
                    setInstant(parameters, 1, now);
                    parameters.setInt(2, limit);
                    parameters.setString(3, context.schedulerName.getName());
                    setInstant(parameters, 4, now);
                },
                context.resultSetMapper.get());
    }

    /// Parameters: the time, the limit, the node, the time.
    static String sql(String table, boolean byPriority) {
        String order = byPriority ? " order by priority desc, execution_time" : " order by execution_time";
        return "with due as (select task_name, task_instance from " + table
                + " where not picked and execution_time <= ?"
                + order + " limit ? for update skip locked), claimed as (update " + table + " as e set picked = true,"
                + " picked_by = ?, last_heartbeat = ?, version = version + 1 from due"
                + " where e.task_name = due.task_name and e.task_instance = due.task_instance returning e.*)"
                + " select * from claimed" + order;
    }
}
