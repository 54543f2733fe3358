package dev.atrium.jobs.lane;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Executions of one kind of work, with a backlog and a concurrency limit of its own, so that no kind can hold up
/// another.
///
/// Each execution is a row of the table `execution_<name>`. At any time at most one node runs it; one whose node died
/// is taken over by another ([LaneConfig]). A run can therefore be repeated, and a paused node can still be inside
/// a run that was taken over: the work must be idempotent and check in its own transactions that it is still the
/// one.
public final class Lane implements AutoCloseable {

    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

    /// Nothing may be deleted because this node does not know its kind: it may come from a newer version.
    static final Duration NEVER = Duration.ofDays(36_500);

    private static final String FREE = "picked = false, picked_by = null, last_heartbeat = null,"
            + " consecutive_failures = null, version = e.version + 1";

    /// What makes an execution that is there, and may be running, a new one.
    static final String ANEW = " on conflict (task_name, task_instance) do update set"
            + " execution_time = excluded.execution_time, " + FREE;

    private final DataSource dataSource;
    private final Kind kind;
    private final String name;
    private final String node = nodeName();
    private final Scheduler scheduler;

    /// What kind of lane it is.
    ///
    /// @param name lower-case letters; also names the table
    /// @param concurrency how many executions run at the same time on this node, at least 1
    /// @param byTurns whether parties take turns: then executions are added by [Turns]; otherwise the one
    ///     that was due first is the first
    /// @param ofAParty how many of them may be of the same [Party] where they take turns, at least 1
    /// @param ofTypes how many of them may be of a type, at least 1; types that are missing have no limit
    ///     of their own
    /// @param ofAllNodes how many executions run at the same time on all nodes together where parties
    ///     take turns, at least 1, all but one of them of the same party; empty: as many as the nodes have
    ///     places
    public record Kind(
            String name,
            int concurrency,
            boolean byTurns,
            int ofAParty,
            Map<String, Integer> ofTypes,
            OptionalInt ofAllNodes) {

        public Kind {
            ofTypes = Map.copyOf(ofTypes);
        }

        /// A lane in which the execution that was due first is the first.
        public static Kind byTime(String name, int concurrency) {
            return new Kind(name, concurrency, false, concurrency, Map.of(), OptionalInt.empty());
        }

        /// A lane in which parties take turns.
        public static Kind byTurns(String name, int concurrency, int ofAParty, Map<String, Integer> ofTypes) {
            return new Kind(name, concurrency, true, ofAParty, ofTypes, OptionalInt.empty());
        }

        /// The same, with a limit of all nodes together.
        public Kind within(OptionalInt most) {
            return new Kind(name, concurrency, byTurns, ofAParty, ofTypes, most);
        }
    }

    /// What a run may ask while it is under way.
    public interface Signs {

        /// Whether the node is going down: finish soon, or give back.
        boolean isStopping();

        /// Whether the execution may have been taken away, because the database did not take its last
        /// heartbeat. Whoever has long work under way looks then whether anybody still wants it.
        boolean mayBeGone();
    }

    /// What a lane does.
    @FunctionalInterface
    public interface Work {

        /// Runs on a virtual thread. An exception means that nothing is known about the run: it comes again in 5
        /// seconds.
        ///
        /// @param execution the id that it was scheduled with
        Next run(String execution, Signs signs) throws Exception;
    }

    /// A lane that is not yet at work.
    public Lane(DataSource dataSource, LaneConfig config, Kind kind, Work work) {
        this.dataSource = dataSource;
        this.kind = kind;
        this.name = kind.name();
        Places places = kind.byTurns() ? new Places(kind.ofAParty(), kind.ofTypes()) : null;
        this.scheduler = Scheduler.create(dataSource, task(name, work, places))
                .tableName(table(name))
                .schedulerName(new SchedulerName.Fixed(node))
                .jdbcCustomization(new Claim(places, new Sleepers(dataSource, name), this::wake, shared(dataSource)))
                .threads(kind.concurrency())
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("lane-" + name + "-", 0).factory()))
                // The upper bound is what limits the concurrency: the executor itself has none.
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(config.poll())
                .heartbeatInterval(config.heartbeat())
                .missedHeartbeatsLimit(config.missedHeartbeats())
                .shutdownMaxWait(config.stopGrace())
                .deleteUnresolvedAfter(NEVER)
                .build();
    }

    private @Nullable SharedPlaces shared(DataSource dataSource) {
        return kind.ofAllNodes().isPresent()
                ? new SharedPlaces(dataSource, name, kind.ofAllNodes().getAsInt())
                : null;
    }

    /// How many of the places of all nodes can be taken at the same time.
    long most(long placesOfNodes) {
        return kind.ofAllNodes().isPresent()
                ? Math.min(placesOfNodes, kind.ofAllNodes().getAsInt())
                : placesOfNodes;
    }

    /// Begins to pick executions.
    public void start() {
        scheduler.start();
    }

    /// Schedules an execution of a lane without turns in the connection's transaction; call [#wake] after its
    /// commit. One with this id gets the new time, and is free to be run even if a node has not yet ended it:
    /// whoever calls this for a running execution makes sure that the older run has no further effect, and ends
    /// it with [Next.Settled].
    public static void schedule(Connection connection, String lane, String execution, Instant at) throws SQLException {
        Sql.update(
                connection,
                "insert into " + table(lane) + " as e (task_name, task_instance, execution_time, picked, version)"
                        + " values (?, ?, ?, false, 1)" + ANEW,
                lane,
                execution,
                at);
    }

    /// Locks an execution until the connection's transaction ends, so that nothing can be added to it meanwhile.
    public static void hold(Connection connection, String lane, String execution) throws SQLException {
        Sql.query(
                connection,
                "select 1 from " + table(lane) + " where task_name = ? and task_instance = ? for update",
                row -> row.getInt(1),
                lane,
                execution);
    }

    /// Takes an execution away, in the connection's transaction, even while a node runs it; as for [#schedule], that
    /// run ends with [Next.Settled].
    public static void remove(Connection connection, String lane, String execution) throws SQLException {
        Sql.update(
                connection,
                "delete from " + table(lane) + " where task_name = ? and task_instance = ?",
                lane,
                execution);
    }

    /// The same for several.
    public static void removeAll(Connection connection, String lane, List<String> executions) throws SQLException {
        Sql.update(
                connection,
                "delete from " + table(lane) + " where task_name = ? and task_instance = any(?)",
                lane,
                Sql.array(connection, "text", executions.stream()));
    }

    /// Makes the lane look for due executions now.
    public void wake() {
        scheduler.triggerCheckForDueExecutions();
    }

    /// How many executions are due and wait for a free place, in the whole cluster.
    public static long waiting(Connection connection, String lane, Instant now) throws SQLException {
        return Sql.count(
                connection, "select count(*) from " + table(lane) + " where not picked and execution_time <= ?", now);
    }

    /// How many executions have a place, in the whole cluster.
    static long running(Connection connection, String lane) throws SQLException {
        // By the pages in which somebody runs something: there is no index of the rows.
        return Sql.count(
                connection, "select count(*) from " + table(lane) + " where picked and last_heartbeat is not null");
    }

    /// The same by party.
    static Map<String, Integer> runningOfParties(Connection connection, String lane) throws SQLException {
        return Sql.query(
                        connection,
                        "select " + Party.SQL + " as holder, count(*)::int as running from " + table(lane)
                                + " where picked and last_heartbeat is not null group by 1",
                        row -> Map.entry(row.getString("holder"), row.getInt("running")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Says how many places this node has, in the connection's transaction.
    void announce(Connection connection, Instant now) throws SQLException {
        LanePlaces.announce(connection, name, node, kind.concurrency(), now);
    }

    /// Since when the execution waits that has been due for the longest time.
    static Optional<Instant> oldestDue(Connection connection, String lane, Instant now) throws SQLException {
        return Sql.first(
                connection,
                "select execution_time from " + table(lane) + " where not picked and execution_time <= ?"
                        + " order by execution_time limit 1",
                row -> Sql.requiredInstant(row, "execution_time"),
                now);
    }

    public String name() {
        return name;
    }

    /// Stops picking; returns when the running executions have ended or were interrupted.
    @Override
    public void close() {
        scheduler.stop();
    }

    private Task<Places.Holder> task(String name, Work work, @Nullable Places places) {
        return Tasks.custom(name, Places.Holder.class)
                .onDeadExecution((dead, _) -> comeAgain(dead.getExecution(), dead.getTimeDone()))
                .onFailure((failed, _) ->
                        comeAgain(failed.getExecution(), failed.getTimeDone().plus(PAUSE_AFTER_FAULT)))
                .execute((instance, context) -> completion(run(work, places, instance, context)));
    }

    private Next run(
            Work work, @Nullable Places places, TaskInstance<Places.Holder> instance, ExecutionContext context) {
        try {
            return work.run(instance.getId(), new SignsOf(context));
        } catch (Exception e) {
            throw new LaneFaultException(instance.getId(), e);
        } finally {
            if (places != null && places.leave(instance.getData())) {
                wake();
            }
        }
    }

    private record SignsOf(ExecutionContext context) implements Signs {

        @Override
        public boolean isStopping() {
            return context.getSchedulerState().isShuttingDown();
        }

        @Override
        public boolean mayBeGone() {
            return context.getCurrentlyExecuting().getHeartbeatState().getFailedHeartbeats() > 0;
        }
    }

    private CompletionHandler<Places.Holder> completion(Next next) {
        return switch (next) {
            case Next.Finished _ -> (_, execution) -> execution.stop();
            case Next.At at -> (done, _) -> comeAgain(done.getExecution(), at.time());
            case Next.Settled _ -> (_, _) -> {};
        };
    }

    /// As db-scheduler's own reschedule, which knows nothing of turns. What was decided otherwise meanwhile
    /// stays so.
    private void comeAgain(Execution execution, Instant at) {
        try {
            TenantConnections.inTransaction(
                    dataSource,
                    connection -> Sql.update(
                            connection,
                            "update " + table(name) + " as e set execution_time = ?, " + FREE
                                    + (kind.byTurns() ? Turns.ASLEEP : "")
                                    + " where task_name = ? and task_instance = ? and version = ?",
                            at,
                            name,
                            execution.getId(),
                            execution.version));
        } catch (SQLException e) {
            throw new LaneFaultException(execution.getId(), e);
        }
    }

    static String table(String name) {
        if (!name.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            throw new IllegalArgumentException("not the name of a lane: " + name);
        }
        return "execution_" + name;
    }

    /// Unique per start, so that operators can tell a node from the one that ran there before.
    private static String nodeName() {
        String host = System.getenv().getOrDefault("HOSTNAME", "node");
        return host.substring(0, Math.min(host.length(), 30)) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }
}
