package dev.atrium.jobs.worker;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.outside.OutsideRules;
import dev.atrium.jobs.secret.Secrets;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Programs of tenants that do jobs, and what is added for them (JB-1). In an organisation everybody
/// may add jobs for a worker; its owner and admins change it, and see its address. In the commons it is
/// its owner's alone.
@Path("/api/workers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class WorkerResource {

    private final DataSource dataSource;
    private final Workers workers;
    private final Adding adding;
    private final OutsideRules rules;
    private final CurrentCaller caller;

    WorkerResource(DataSource dataSource, Workers workers, Adding adding, OutsideRules rules, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.workers = workers;
        this.adding = adding;
        this.rules = rules;
        this.caller = caller;
    }

    /// @param overlapSeconds how long the former secret still holds, at most 30 days; null: a day
    public record WorkerRotation(@Nullable Long overlapSeconds) {}

    /// @param jobs 1 to 100
    public record NewJobs(@Nullable List<@Nullable NewJob> jobs) {}

    /// In the order in which they were asked for.
    public record AddedJobs(List<AddedJob> jobs) {}

    /// Registers a worker. The answer is the only one that shows its secret.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    @APIResponseSchema(value = WorkerView.class, responseCode = "201")
    public Response register(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable WorkerRequest body)
            throws SQLException {
        Caller who = caller.get();
        WorkerRequest request = (body == null ? WorkerRequest.EMPTY : body).checked(rules);
        request.demandWhole();
        String key = IdempotencyKey.checked(idempotencyKey);
        WorkerView made = TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> workers.register(connection, who, request, key));
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/workers/" + made.id())
                .entity(made)
                .build();
    }

    /// Newest first.
    @GET
    @PermissionsAllowed("jobs:read")
    public Page<WorkerView> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(WorkerResource::place).orElse(Place.START);
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        WorkerTable.list(connection, who.tenant(), Workers.whose(who), after, page.limitPlusOne())
                                .stream()
                                .map(worker -> Workers.shown(who, worker))
                                .toList(),
                        worker -> new Place(worker.createdAt(), worker.id().toString()).toString()));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("jobs:read")
    public WorkerView get(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        UUID worker = Parameters.id(id);
        return TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> Workers.shown(who, Workers.usable(connection, who, worker)));
    }

    /// Changes what the body names. An admin who gives a member's worker another address owns it from
    /// then on, and the answer shows its new secret.
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    public WorkerView change(@PathParam("id") String id, @Nullable WorkerRequest body) throws SQLException {
        Caller who = caller.get();
        WorkerRequest request = (body == null ? WorkerRequest.EMPTY : body).checked(rules);
        return with(id, (connection, present) -> workers.change(connection, who, present, request));
    }

    /// Jobs that it has not done by then are given up when they come to run.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("jobs:write")
    public void delete(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        with(id, (connection, present) -> {
            workers.delete(connection, who, present);
            return present;
        });
    }

    /// Makes a new secret. The answer is the only one that shows it.
    @POST
    @Path("/{id}/rotations")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    @ResponseStatus(RestResponse.StatusCode.CREATED)
    @APIResponseSchema(value = WorkerView.class, responseCode = "201")
    public WorkerView rotate(@PathParam("id") String id, @Nullable WorkerRotation body) throws SQLException {
        Duration overlap = Secrets.overlap(body == null ? null : body.overlapSeconds());
        Caller who = caller.get();
        return with(id, (connection, present) -> workers.rotate(connection, who, present, overlap));
    }

    /// Adds jobs, all or none. They run on the caller's behalf, who finds them among the jobs.
    @POST
    @Path("/{id}/jobs")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    @ResponseStatus(RestResponse.StatusCode.ACCEPTED)
    @APIResponseSchema(value = AddedJobs.class, responseCode = "202")
    public AddedJobs add(
            @PathParam("id") String id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @Nullable NewJobs body)
            throws SQLException {
        Caller who = caller.get();
        UUID worker = Parameters.id(id);
        String key = IdempotencyKey.checked(idempotencyKey);
        List<@Nullable NewJob> jobs = body == null || body.jobs() == null ? List.of() : body.jobs();
        if (jobs.isEmpty() || jobs.size() > Adding.MOST) {
            throw ProblemException.invalidProperty("/jobs", "must be 1 to " + Adding.MOST);
        }
        List<AddedJob> added = TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> adding.add(connection, who, Workers.usable(connection, who, worker), jobs, key));
        adding.wake();
        return new AddedJobs(added);
    }

    @FunctionalInterface
    private interface Work {
        WorkerView on(Connection connection, WorkerView present) throws SQLException;
    }

    private WorkerView with(String id, Work work) throws SQLException {
        Caller who = caller.get();
        UUID worker = Parameters.id(id);
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> work.on(connection, Workers.changeable(connection, who, worker)));
    }

    /// @throws IllegalArgumentException if the text is not the place of something with a UUID
    private static Place place(String text) {
        Place place = Place.parse(text);
        if (!UUID.fromString(place.id()).toString().equals(place.id())) {
            throw new IllegalArgumentException("not a place: " + text);
        }
        return place;
    }
}
