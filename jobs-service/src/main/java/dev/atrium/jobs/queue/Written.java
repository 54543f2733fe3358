package dev.atrium.jobs.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import java.sql.Connection;
import java.sql.SQLException;

/// What the owner of a job wrote himself, of its payload. He sees it while the job is given up, and may
/// replay the job with something else in its place; nobody else does, not even admins.
public interface Written {

    /// As he gave it.
    ///
    /// @param payload of a job of the type
    JsonNode in(String payload);

    /// The payload with what he wants instead, which is checked, and counts, as if he asked for it now.
    /// In a transaction that sees the job's tenant and holds the job.
    ///
    /// @param wanted any JSON but `null`; faults in it are told as those of the property `/payload`
    /// @throws dev.atrium.platform.problem.ProblemException as where it is asked for anew
    String replaced(Connection connection, Job job, JsonNode wanted, Caller owner) throws SQLException;
}
