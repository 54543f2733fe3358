package dev.atrium.jobs.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Does the jobs of one type. Every bean of this type is found by the queue.
///
/// A handler may be run again after it had its effect (its node died, or its outcome could not be stored), and may
/// overlap with a run on a node that was paused: it is idempotent.
public interface JobHandler {

    JobType type();

    /// Whether the tenant's admins see the payload of such a job, and replay it with another one: only if
    /// it holds nothing that its owner alone may know. What is not shown is forgotten with the end of the
    /// job, unless that was given up.
    default boolean showsPayload() {
        return false;
    }

    /// What the owner of such a job wrote himself; empty: nothing that could be told from the rest.
    default Optional<Written> written() {
        return Optional.empty();
    }

    /// Runs on a virtual thread, in the trace that the job was added in, until the class's deadline interrupts it. For
    /// its database work it uses transactions of the job's tenant.
    ///
    /// @throws Exception counts as [Outcome.Retry] without a reason that the owner may see
    Outcome handle(Job job) throws Exception;

    /// The job was given up or cancelled, without the handler having said so. Called in that transaction,
    /// which sees the job's tenant and may end other jobs, too: locks no inbox and no job.
    ///
    /// @param reason may be shown to the owner
    default void abandoned(Connection connection, Job job, String reason) throws SQLException {}
}
