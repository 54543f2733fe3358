package dev.atrium.jobs.operations;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.jobs.lane.LaneFigures;
import dev.atrium.jobs.queue.ClassPause;
import dev.atrium.jobs.queue.EndedJobs;
import dev.atrium.jobs.queue.QueueFigures;
import dev.atrium.jobs.schedule.ScheduleFigures;
import dev.atrium.jobs.workflow.EndedWorkflows;
import dev.atrium.jobs.workflow.WorkflowFigures;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;

/// The figures of the whole installation, for admins of the operator's organisation (JB-11). To everybody
/// else there is nothing.
@Path("/api/operations/installation")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class InstallationResource {

    private final Installation installation;
    private final Operator operator;
    private final CurrentCaller caller;

    InstallationResource(Installation installation, Operator operator, CurrentCaller caller) {
        this.installation = installation;
        this.operator = operator;
        this.caller = caller;
    }

    /// @param lanes what waits for a place, what has one and how many there are, by lane
    /// @param queues jobs that have not ended or were given up, one for each class
    /// @param instances workflows that have not ended or have failed, by type
    /// @param paused classes of jobs that are paused for all tenants
    /// @param jobs that ended lately, of all tenants
    /// @param workflows that ended lately, of all tenants
    /// @param consumers how far jobs-service is behind Kafka's topics; empty where Kafka does not answer
    /// @param outbox events that have not left yet
    /// @param deadLetters records of Kafka that nothing could be made of
    public record Figures(
            List<LaneFigures> lanes,
            List<QueueFigures> queues,
            List<WorkflowFigures> instances,
            ScheduleFigures schedules,
            List<ClassPause> paused,
            Ended<EndedJobs> jobs,
            Ended<EndedWorkflows> workflows,
            List<ConsumerLags.Lag> consumers,
            Waiting outbox,
            Waiting deadLetters) {

        public Figures {
            lanes = List.copyOf(lanes);
            queues = List.copyOf(queues);
            instances = List.copyOf(instances);
            paused = List.copyOf(paused);
            consumers = List.copyOf(consumers);
        }
    }

    @GET
    @PermissionsAllowed("jobs:read")
    public Figures get() throws SQLException, InterruptedException {
        operator.demand(caller.get());
        return installation.figures();
    }
}
