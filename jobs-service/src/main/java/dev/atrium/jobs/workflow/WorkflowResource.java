package dev.atrium.jobs.workflow;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.access.RequestParameters;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Starts workflows and shows what became of them (JB-2). Callers see the instances that run on their behalf; a
/// tenant's admins see all of the tenant.
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class WorkflowResource {

    private final DataSource dataSource;
    private final Starts starts;
    private final WorkflowTypes types;
    private final Results results;
    private final CurrentCaller caller;

    WorkflowResource(DataSource dataSource, Starts starts, WorkflowTypes types, Results results, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.starts = starts;
        this.types = types;
        this.results = results;
        this.caller = caller;
    }

    /// Answers 202 if the instance is new, 200 if it was started before with the same input, 409 if its id is taken
    /// by another or the caller has too many that have not ended. With an `Idempotency-Key` instead of an id, the
    /// same key of the same caller means the same instance; with another input it is a 422.
    @POST
    @Path("/workflow/start")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    @APIResponseSchema(value = WorkflowView.class, responseCode = "202")
    @APIResponse(responseCode = "200", description = "It was started before, with the same input")
    public Response start(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable StartRequest request)
            throws SQLException {
        if (request == null) {
            throw invalid("", "a body is required");
        }
        Caller who = caller.get();
        Workflow<?> workflow = workflow(request.type());
        workflow.check(who);
        String key = IdempotencyKey.checked(idempotencyKey);
        Start start = start(workflow, request, who, key);
        return switch (starts.start(start)) {
            case Started.New created -> answer(Response.Status.ACCEPTED, created.instance());
            case Started.Before before
            when Access.sees(who, before.instance().subject()) -> answer(Response.Status.OK, before.instance());
            case Started.Before _, Started.Conflict _ ->
                throw idempotencyKey == null
                        ? new ProblemException(
                                ProblemType.CONFLICT,
                                "There is another workflow instance with this id: choose another id.")
                        : IdempotencyKey.reused();
            case Started.Full full ->
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        full.most() + " of your workflows of this type have not ended: wait for one, or cancel it.");
        };
    }

    /// Newest first, without their steps.
    ///
    /// @param status one of [WorkflowStatus]; null: all
    /// @param since created at this time or later
    /// @param until created before this time
    @GET
    @Path("/workflows")
    @PermissionsAllowed("jobs:read")
    public Page<WorkflowView> list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("type") @Nullable String type,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(Place::parse).orElse(Place.START);
        WorkflowTable.Filter filter = new WorkflowTable.Filter(
                Access.subject(who),
                status(status),
                RequestParameters.type(type),
                RequestParameters.time("since", since),
                RequestParameters.time("until", until));
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        WorkflowTable.list(connection, who.tenant(), filter, after, page.limitPlusOne()),
                        last -> new Place(last.createdAt(), last.id()).toString()));
    }

    @GET
    @Path("/workflows/{id}")
    @PermissionsAllowed("jobs:read")
    public WorkflowView get(@PathParam("id") String id) throws SQLException, InterruptedException {
        if (!WorkflowKey.isId(id)) {
            throw ProblemException.notFound();
        }
        Caller who = caller.get();
        WorkflowKey key = new WorkflowKey(who.tenant(), id);
        Whole found = TenantConnections.inTenant(
                        dataSource, who.tenant(), connection -> withSteps(connection, key, who))
                .orElseThrow(ProblemException::notFound);
        return found.instance().withResult(results.read(who.tenant(), found.result()));
    }

    private record Whole(WorkflowView instance, StoredResult result) {}

    private static Optional<Whole> withSteps(Connection connection, WorkflowKey key, Caller who) throws SQLException {
        Optional<WorkflowView> found =
                WorkflowTable.find(connection, key).filter(instance -> Access.sees(who, instance.subject()));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Whole(
                        found.get().withSteps(StepTable.views(connection, key)),
                        WorkflowTable.result(connection, key)));
    }

    private static @Nullable WorkflowStatus status(@Nullable String status) {
        return status == null
                ? null
                : WorkflowStatus.labelled(status)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "status",
                                "must be one of "
                                        + Arrays.stream(WorkflowStatus.values())
                                                .map(WorkflowStatus::label)
                                                .toList()));
    }

    private Workflow<?> workflow(@Nullable String type) {
        return Optional.ofNullable(type)
                .flatMap(types::newest)
                .orElseThrow(() -> invalid("/type", "must be one of " + types.names()));
    }

    private static <I> Start start(
            Workflow<I> workflow, StartRequest request, Caller who, @Nullable String idempotencyKey) {
        if (request.input() == null || !request.input().isObject()) {
            throw invalid("/input", "must be an object");
        }
        I input = workflow.parse(request.input());
        if (idempotencyKey != null && request.id() != null) {
            throw invalid("/id", "must be absent where there is an Idempotency-Key: each says which instance is meant");
        }
        String id = request.id();
        if (id == null) {
            id = idempotencyKey == null ? workflow.instanceId(input) : instanceId(workflow, who, idempotencyKey);
        }
        if (!WorkflowKey.isId(id)) {
            throw invalid(
                    "/id", "must be 1 to 200 letters, digits, '.', '_', ':', '@', '-', the first a letter or digit");
        }
        if (request.id() != null && WorkflowKey.isReserved(id)) {
            throw invalid("/id", "must not begin with 'schedule:', 'child:', 'backup:' or 'restore:'");
        }
        return new Start(new WorkflowKey(who.tenant(), id), workflow.type(), who.subject(), input);
    }

    private static String instanceId(Workflow<?> workflow, Caller who, String idempotencyKey) {
        return workflow.type() + ":"
                + Ids.named("workflow:" + who.tenant() + "/" + who.subject() + "\n" + idempotencyKey);
    }

    private static Response answer(Response.Status status, WorkflowView instance) {
        return Response.status(status)
                .header(HttpHeaders.LOCATION, "/api/workflows/" + instance.id())
                .entity(instance)
                .build();
    }

    private static ProblemException invalid(String pointer, String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "The body is not valid: " + detail,
                List.of(Problem.Fault.inBody(pointer, detail)),
                null);
    }
}
