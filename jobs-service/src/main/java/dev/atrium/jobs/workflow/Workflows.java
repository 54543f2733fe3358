package dev.atrium.jobs.workflow;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The workflow engine, as the rest of the service uses it. What works in a connection's transaction, which sees the
/// instance's tenant, takes effect at once if [#wake] is called after its commit, and otherwise with the next poll.
public interface Workflows {

    /// Starts an instance. The same start again starts nothing.
    ///
    /// @throws IllegalArgumentException if the type is not known
    Started start(Connection connection, Start start) throws SQLException;

    /// Tells an instance of an event, which happens once per instance. The same event again has no effect; it is the
    /// same by its idempotency key, and without one by its payload.
    ///
    /// @param name of the step that waits for it, or will
    Signalled signal(Connection connection, WorkflowKey key, String name, SentEvent event) throws SQLException;

    /// On whose behalf an instance runs.
    ///
    /// @return its subject; empty if there is no such instance
    Optional<String> owner(Connection connection, WorkflowKey key) throws SQLException;

    /// Asks something of an instance that exists.
    ///
    /// @param actor subject of who asks for it
    Commanded command(Connection connection, WorkflowKey key, Command command, String actor) throws SQLException;

    /// The version of a workflow that new instances get; empty if the type is not known.
    Optional<Workflow<?>> newest(String type);

    /// Instances in numbers, by type, in the order of the types.
    ///
    /// @param tenant null: of all tenants, for the operator; counted are those that have not ended or
    ///     have failed, of both at most [dev.atrium.jobs.figures.Counted#MOST]
    List<WorkflowFigures> figures(Connection connection, @Nullable TenantId tenant) throws SQLException;

    /// How instances ended in the last hour, by type.
    ///
    /// @param tenant null: of all tenants, for the operator
    Ended<EndedWorkflows> ended(Connection connection, @Nullable TenantId tenant) throws SQLException;

    /// Has what was done in a committed transaction take effect at once.
    void wake();
}
