package dev.atrium.jobs.progress;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;

/// How far a workflow instance is; not found where it has not said so (JB-1).
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class WorkflowProgressResource {

    private final Progress progress;
    private final CurrentCaller caller;

    WorkflowProgressResource(Progress progress, CurrentCaller caller) {
        this.progress = progress;
        this.caller = caller;
    }

    @GET
    @Path("/workflows/{id}/progress")
    @PermissionsAllowed("jobs:read")
    public ProgressView get(@PathParam("id") String id) throws SQLException {
        return progress.find(caller.get(), Work.Kind.WORKFLOW, id).orElseThrow(ProblemException::notFound);
    }
}
