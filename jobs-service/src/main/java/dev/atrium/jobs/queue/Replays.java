package dev.atrium.jobs.queue;

import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// Has jobs run again that were given up, for those who added them.
@ApplicationScoped
public class Replays {

    private final JobControl control;

    Replays(JobControl control) {
        this.control = control;
    }

    /// Has a job run again with all its tries if it was given up; one that has not ended goes on as it is. Works in the
    /// connection's transaction, which sees the tenant; call [JobQueue#wake] after its commit.
    ///
    /// @param subject who asks for it
    /// @return false if there is no such job, or it has ended in another way
    public boolean again(Connection connection, TenantId tenant, UUID job, String subject) throws SQLException {
        JobKey key = new JobKey(tenant, job);
        Optional<JobTable.Due> present = JobTable.lock(connection, key);
        if (present.isEmpty()) {
            return false;
        }
        return present.get().state().isOpen()
                || control.command(connection, key, new JobCommand.Replay(null, null, false), subject);
    }
}
