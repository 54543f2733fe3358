package dev.atrium.jobs.notify.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.Written;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Has the sender of a notice that was given up say something else. Recipients who were told before are
/// not told again.
@ApplicationScoped
class Rewriting implements Written {

    private static final String POINTER = "/payload";

    /// As strict as request bodies are.
    private static final ObjectReader STRICT =
            Json.MAPPER.readerFor(Notice.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Notices notices;

    Rewriting(Notices notices) {
        this.notices = notices;
    }

    @Override
    public JsonNode in(String payload) {
        return Json.MAPPER.valueToTree(
                Json.read(payload, NoticeFanout.Payload.class).notice());
    }

    @Override
    public String replaced(Connection connection, Job job, JsonNode wanted, Caller owner) throws SQLException {
        Access.requireScopes(owner, "Another notice", List.of("notifications:send"));
        NoticeFanout.Payload before = Json.read(job.payload(), NoticeFanout.Payload.class);
        NoticeFanout.Payload after =
                NoticeFanout.Payload.of(before.id(), Submission.checked(owner, notice(wanted), POINTER));
        if (!notices.change(connection, job.tenant(), after)) {
            throw notices.tooMany();
        }
        return Json.write(after);
    }

    private static Notice notice(JsonNode wanted) {
        try {
            return STRICT.readValue(wanted);
        } catch (JsonProcessingException _) {
            throw ProblemException.invalidProperty(POINTER, "must be a notice, as it is sent");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
