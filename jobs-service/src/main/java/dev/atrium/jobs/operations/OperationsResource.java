package dev.atrium.jobs.operations;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.figures.Ended;
import dev.atrium.jobs.queue.EndedJobs;
import dev.atrium.jobs.queue.QueueFigures;
import dev.atrium.jobs.queue.Queues;
import dev.atrium.jobs.schedule.ScheduleFigures;
import dev.atrium.jobs.schedule.Schedules;
import dev.atrium.jobs.workflow.EndedWorkflows;
import dev.atrium.jobs.workflow.WorkflowFigures;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// The figures of a tenant's dashboard, for its admins.
@Path("/api/operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperationsResource {

    private final DataSource dataSource;
    private final Queues queues;
    private final Workflows workflows;
    private final Schedules schedules;
    private final CurrentCaller caller;

    OperationsResource(
            DataSource dataSource, Queues queues, Workflows workflows, Schedules schedules, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.queues = queues;
        this.workflows = workflows;
        this.schedules = schedules;
        this.caller = caller;
    }

    /// @param queues one for each class of jobs
    /// @param workflows one for each type of which there are instances
    /// @param endedJobs those that ended in the last hour
    /// @param endedWorkflows those that ended in the last hour
    public record Operations(
            List<QueueFigures> queues,
            List<WorkflowFigures> workflows,
            ScheduleFigures schedules,
            Ended<EndedJobs> endedJobs,
            Ended<EndedWorkflows> endedWorkflows) {

        public Operations {
            queues = List.copyOf(queues);
            workflows = List.copyOf(workflows);
        }
    }

    @GET
    @PermissionsAllowed("jobs:read")
    public Operations get() throws SQLException {
        Caller who = caller.get();
        Access.requireAdmin(who);
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> new Operations(
                        queues.all(connection, who.tenant()),
                        workflows.figures(connection, who.tenant()),
                        schedules.figures(connection, who.tenant()),
                        queues.ended(connection, who.tenant()),
                        workflows.ended(connection, who.tenant())));
    }
}
