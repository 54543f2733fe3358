package dev.atrium.jobs.workflow;

import java.sql.Connection;
import java.sql.SQLException;

/// The workflow engine, as the rest of the service uses it.
public interface Workflows {

    /// Starts an instance in the connection's transaction, which sees the instance's tenant; call [#wake] after its
    /// commit. The same start again starts nothing.
    ///
    /// @throws IllegalArgumentException if the type is not known
    Started start(Connection connection, Start start) throws SQLException;

    /// Has instances that were started in a committed transaction run at once instead of at the next poll.
    void wake();
}
