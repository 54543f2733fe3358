package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Turns.Urgency;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The handlers of this node, by the types of their jobs.
@ApplicationScoped
class JobHandlers {

    private final Map<String, JobHandler> byType;

    JobHandlers(@All List<JobHandler> handlers) {
        this.byType = handlers.stream()
                .collect(Collectors.toUnmodifiableMap(handler -> handler.type().name(), Function.identity()));
    }

    Optional<JobHandler> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /// The urgency of jobs of the type; of those of a type that is not known here: ordinary.
    ///
    /// @param isLow whether it was replayed with many others
    Urgency urgency(String type, boolean isLow) {
        return isLow ? Urgency.LOW : urgency(type);
    }

    private Urgency urgency(String type) {
        return find(type).map(handler -> handler.type().urgency()).orElse(Urgency.NORMAL);
    }

    /// Tells the handler of a job that was given up or cancelled; one of a type that is not known here is
    /// not told.
    void abandoned(Connection connection, JobKey key, JobTable.Due job, String reason) throws SQLException {
        Optional<JobHandler> handler = find(job.type());
        if (handler.isPresent() && !job.isForgotten()) {
            Job abandoned = new Job(key.tenant(), key.id(), job.subject(), job.payload(), job.counted());
            handler.get().abandoned(connection, abandoned, reason);
        }
    }

    /// Whether admins see and change payloads of the type; those of a type that is not known here: no.
    boolean showsPayload(String type) {
        return find(type).map(JobHandler::showsPayload).orElse(false);
    }
}
