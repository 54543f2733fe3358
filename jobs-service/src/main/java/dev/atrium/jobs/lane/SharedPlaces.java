package dev.atrium.jobs.lane;

import com.github.kagkarlsson.scheduler.task.Execution;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// A lane in which no more executions run on all nodes together than there are places for, however many
/// nodes there are, and of one party not all of them, where there are several. Nodes take from it one after the
/// other, each with what the one before it took in sight. What runs on a node that died has its place until
/// that is found out.
record SharedPlaces(DataSource dataSource, String lane, int most) {

    /// What a node takes.
    ///
    /// @param limit how many it could take at most
    /// @param standing who could have how many
    record Taken(List<Execution> executions, int limit, Places.Standing standing) {}

    /// Takes as many as there are places for, here and in all.
    ///
    /// @param order as where all may have some
    /// @param limit how many places the node has
    Taken take(Claim.Order order, Places.Standing standing, String node, Instant now, int limit) {
        try {
            return TenantConnections.inTransaction(
                    dataSource, connection -> take(connection, order, standing, node, now, limit));
        } catch (SQLException e) {
            throw new IllegalStateException("nothing of the lane " + lane + " was taken: the next look does", e);
        }
    }

    /// In the connection's transaction, until the end of which no other node takes any.
    Taken take(Connection connection, Claim.Order order, Places.Standing standing, String node, Instant now, int limit)
            throws SQLException {
        Sql.query(connection, "select pg_advisory_xact_lock(hashtext(?))", _ -> true, "places of lane " + lane);
        // A statement of its own, so that it sees what was taken while this one waited.
        Map<String, Integer> running = Lane.runningOfParties(connection, lane);
        long all = running.values().stream().mapToLong(Integer::longValue).sum();
        int free = Math.clamp(most - all, 0, limit);
        Places.Standing within = standing.within(Math.max(1, most - 1), running);
        List<Execution> executions = free == 0
                ? List.of()
                : Sql.query(
                        connection,
                        Claim.byTurns(Lane.table(lane), order.in(within), within.mostOfAParty(), free),
                        Claim::execution,
                        Claim.parameters(connection, node, now, within).toArray());
        return new Taken(executions, free, within);
    }
}
