package dev.atrium.jobs.lane;

import com.github.kagkarlsson.scheduler.task.Execution;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/// A lane in which no more executions run on all nodes together than there are places for, however many
/// nodes there are. Nodes take from it one after the other, each with what the one before it took in
/// sight. What runs on a node that died has its place until that is found out.
record SharedPlaces(DataSource dataSource, String lane, int most) {

    /// What a node takes.
    ///
    /// @param limit how many it could take at most
    record Taken(List<Execution> executions, int limit) {}

    /// Takes as many as there are places for, here and in all.
    ///
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
        int free = Math.clamp(most - Lane.running(connection, lane), 0, limit);
        List<Execution> executions = free == 0
                ? List.of()
                : Sql.query(
                        connection,
                        Claim.byTurns(Lane.table(lane), order, standing.mostOfAParty(), free),
                        Claim::execution,
                        Claim.parameters(connection, node, now, standing).toArray());
        return new Taken(executions, free);
    }
}
