package dev.atrium.jobs.queue;

import dev.atrium.jobs.access.Access;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// A tenant's jobs by class, for its admins: how many stand where, and whether they begin (JB-1, JB-11).
@Path("/api/queues")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class QueueResource {

    private final DataSource dataSource;
    private final Queues queues;
    private final JobControl control;
    private final JobQueue queue;
    private final CurrentCaller caller;

    QueueResource(DataSource dataSource, Queues queues, JobControl control, JobQueue queue, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.queues = queues;
        this.control = control;
        this.queue = queue;
        this.caller = caller;
    }

    /// @param items one for each class
    public record QueueList(List<QueueFigures> items) {

        public QueueList {
            items = List.copyOf(items);
        }
    }

    @GET
    @PermissionsAllowed("jobs:read")
    public QueueList list() throws SQLException {
        Caller who = admin();
        return TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> new QueueList(queues.all(connection, who.tenant())));
    }

    /// Lets none of the tenant's jobs of the class begin. Again: the same.
    @POST
    @Path("/{class}/pause")
    @PermissionsAllowed("jobs:write")
    public QueueFigures pause(@PathParam("class") String jobClass) throws SQLException {
        Caller who = admin();
        JobClass known = known(jobClass);
        TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            control.pause(connection, known, who);
            return known;
        });
        return figures(who, known);
    }

    /// Lets the class's jobs go on. Again: the same, with those that were left behind if a node died
    /// meanwhile.
    @POST
    @Path("/{class}/resume")
    @PermissionsAllowed("jobs:write")
    public QueueFigures resume(@PathParam("class") String jobClass) throws SQLException {
        Caller who = admin();
        JobClass known = known(jobClass);
        TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            control.resume(connection, known, who);
            return known;
        });
        while (unpark(who, known) == JobControl.BATCH) {
            queue.wake(known);
        }
        queue.wake(known);
        return figures(who, known);
    }

    private int unpark(Caller who, JobClass jobClass) throws SQLException {
        return TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> control.unpark(connection, who.tenant(), jobClass));
    }

    /// In a transaction of its own: counting takes long, and a pause's row holds up the tenant's jobs.
    private QueueFigures figures(Caller who, JobClass jobClass) throws SQLException {
        return TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> queues.one(connection, who.tenant(), jobClass));
    }

    private Caller admin() {
        Caller who = caller.get();
        Access.requireAdmin(who);
        return who;
    }

    private static JobClass known(String jobClass) {
        return JobClass.labelled(jobClass).orElseThrow(ProblemException::notFound);
    }
}
