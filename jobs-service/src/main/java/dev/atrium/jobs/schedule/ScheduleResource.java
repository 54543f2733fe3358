package dev.atrium.jobs.schedule;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// A tenant's schedules (JB-11). Callers see and change their own; a tenant's admins all of the tenant. What a
/// schedule starts runs on behalf of who made it.
@Path("/api/schedules")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ScheduleResource {

    private final DataSource dataSource;
    private final Schedules schedules;
    private final Workflows workflows;
    private final CurrentCaller caller;

    ScheduleResource(DataSource dataSource, Schedules schedules, Workflows workflows, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.schedules = schedules;
        this.workflows = workflows;
        this.caller = caller;
    }

    @FunctionalInterface
    private interface Change {
        void on(Connection connection, ScheduleKey key, Caller who) throws SQLException;
    }

    /// Makes the schedule, or makes it what the body says. Answers 201 if it is new, otherwise 200.
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    @APIResponseSchema(value = ScheduleView.class, responseCode = "200")
    @APIResponse(responseCode = "201", description = "The schedule is new")
    public Response put(@PathParam("id") String id, @Nullable ScheduleRequest request) throws SQLException {
        Caller who = caller.get();
        if (!ScheduleKey.isId(id)) {
            throw ProblemException.invalidParameter(
                    "id", "must be 1 to 100 letters, digits, '.', '_', ':', '@', '-', the first a letter or digit");
        }
        ScheduleTable.Plan plan =
                (request == null ? new ScheduleRequest(null, null, null, null, null) : request).plan(workflows::newest);
        workflows.newest(plan.type()).ifPresent(workflow -> workflow.check(who));
        ScheduleKey key = new ScheduleKey(who.tenant(), id);
        Response response =
                TenantConnections.inTenant(dataSource, who.tenant(), connection -> put(connection, key, plan, who));
        workflows.wake();
        return response;
    }

    private Response put(Connection connection, ScheduleKey key, ScheduleTable.Plan plan, Caller who)
            throws SQLException {
        return switch (schedules.put(connection, key, plan, who)) {
            case ADDED -> answer(connection, Response.Status.CREATED, key);
            case CHANGED -> answer(connection, Response.Status.OK, key);
            case NEVER_TRUE -> throw ProblemException.invalidProperty("/cron", "never comes true");
            case TAKEN -> throw conflict("There is another schedule with this id: choose another id.");
            case FULL -> throw conflict("You have " + Schedules.MOST_PER_SUBJECT + " schedules already: delete one.");
        };
    }

    private static Response answer(Connection connection, Response.Status status, ScheduleKey key) throws SQLException {
        return Response.status(status)
                .entity(ScheduleTable.find(connection, key).orElseThrow())
                .build();
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }

    /// In the order of their ids.
    @GET
    @PermissionsAllowed("jobs:read")
    public Page<ScheduleView> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        String after = page.position() == null ? "" : page.position();
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        ScheduleTable.list(connection, who.tenant(), Access.subject(who), after, page.limitPlusOne()),
                        ScheduleView::id));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("jobs:read")
    public ScheduleView get(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        ScheduleKey key = key(who, id);
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> visible(connection, key, who));
    }

    /// Has it start nothing any more, until it is resumed. Again: the same.
    @POST
    @Path("/{id}/pause")
    @PermissionsAllowed("jobs:write")
    public ScheduleView pause(@PathParam("id") String id) throws SQLException {
        return change(id, schedules::pause);
    }

    /// Has it go on with its next time. Again: the same.
    @POST
    @Path("/{id}/resume")
    @PermissionsAllowed("jobs:write")
    public ScheduleView resume(@PathParam("id") String id) throws SQLException {
        return change(id, schedules::resume);
    }

    /// What it has started goes on.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("jobs:write")
    public void delete(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        ScheduleKey key = key(who, id);
        TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            ScheduleView before = visible(connection, key, who);
            schedules.delete(connection, key, who);
            return before;
        });
    }

    private ScheduleView change(String id, Change change) throws SQLException {
        Caller who = caller.get();
        ScheduleKey key = key(who, id);
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            var _ = visible(connection, key, who);
            change.on(connection, key, who);
            return ScheduleTable.find(connection, key).orElseThrow();
        });
    }

    private static ScheduleView visible(Connection connection, ScheduleKey key, Caller who) throws SQLException {
        return ScheduleTable.find(connection, key)
                .filter(schedule -> Access.sees(who, schedule.subject()))
                .orElseThrow(ProblemException::notFound);
    }

    private static ScheduleKey key(Caller who, String id) {
        if (!ScheduleKey.isId(id)) {
            throw ProblemException.notFound();
        }
        return new ScheduleKey(who.tenant(), id);
    }
}
