package dev.atrium.jobs.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atrium.jobs.access.Access;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who sees what of a job's payload, and may replay the job with something else in its place: admins all
/// of it where it is nobody's own ([JobHandler#showsPayload]), the owner of a job that was given up what
/// he wrote himself ([JobHandler#written]). Of everything else nobody sees anything.
@ApplicationScoped
class Payloads {

    private final JobHandlers handlers;

    Payloads(JobHandlers handlers) {
        this.handlers = handlers;
    }

    /// What the caller sees, in the connection's transaction; null: nothing.
    @Nullable
    JsonNode shown(Connection connection, JobKey key, JobView job, Caller who) throws SQLException {
        boolean isWhole = isWhole(job.type(), who);
        Optional<Written> written =
                job.state() == JobState.DEAD ? written(job.type(), job.subject(), who) : Optional.empty();
        if (!isWhole && written.isEmpty()) {
            return null;
        }
        return JobTable.payload(connection, key)
                .filter(payload -> !payload.isEmpty())
                .map(payload -> isWhole ? json(payload) : written.orElseThrow().in(payload))
                .orElse(null);
    }

    /// @throws ProblemException `forbidden` unless the caller may replay the job, with its payload or
    ///     with another one; `invalid-request` if that cannot be the payload of such a job
    void requireReplay(JobView job, JobCommand.Replay replay, Caller who) {
        if (written(job.type(), job.subject(), who).isEmpty()) {
            Access.requireAdmin(who);
        }
        JobCommand.Edit edit = replay.edit();
        if (edit != null && isWhole(job.type(), who) && !edit.wanted().isObject()) {
            throw ProblemException.invalidProperty("/payload", "must be an object");
        }
    }

    /// The payload with what the caller wants in place of what he sees of it, in a transaction that holds
    /// the job.
    ///
    /// @throws ProblemException `invalid-request` where he sees nothing of it
    String replaced(Connection connection, JobKey key, JobTable.Due job, JobCommand.Edit edit) throws SQLException {
        if (isWhole(job.type(), edit.by())) {
            return Json.write(edit.wanted());
        }
        Written written = written(job.type(), job.subject(), edit.by())
                .orElseThrow(() ->
                        ProblemException.invalidProperty("/payload", "cannot be changed by you in a job of this type"));
        Job its = new Job(key.tenant(), key.id(), job.subject(), job.payload(), job.counted());
        return written.replaced(connection, its, edit.wanted(), edit.by());
    }

    /// How long it is as it is stored.
    static int bytes(JsonNode payload) {
        return Json.write(payload).getBytes(StandardCharsets.UTF_8).length;
    }

    private boolean isWhole(String type, Caller who) {
        return who.isAdmin() && handlers.showsPayload(type);
    }

    private Optional<Written> written(String type, String owner, Caller who) {
        return who.subject().equals(owner) ? handlers.find(type).flatMap(JobHandler::written) : Optional.empty();
    }

    private static JsonNode json(String payload) {
        try {
            return Json.read(payload, JsonNode.class);
        } catch (UncheckedIOException _) {
            return TextNode.valueOf(payload);
        }
    }
}
