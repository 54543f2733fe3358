package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Tells instances of events and commands, and shows all that they went through (JB-2). Who sees an instance may
/// control it.
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class WorkflowControlResource {

    private static final Pattern EVENT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}");
    private static final int MAX_PAYLOAD_BYTES = 128 << 10;

    private final DataSource dataSource;
    private final Workflows engine;
    private final Audits audits;
    private final CurrentCaller caller;

    WorkflowControlResource(DataSource dataSource, Workflows engine, Audits audits, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.engine = engine;
        this.audits = audits;
        this.caller = caller;
    }

    /// Where to begin again.
    ///
    /// @param from the first step to run again; null: the first of all
    public record RestartRequest(@Nullable String from) {}

    @FunctionalInterface
    private interface Action<T> {
        T on(Connection connection, WorkflowKey key) throws SQLException;
    }

    /// Answers 202 if the event is new, 200 if it was sent before.
    @POST
    @Path("/workflows/{id}/events/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    @APIResponse(responseCode = "202", description = "The event is kept for the instance")
    @APIResponse(responseCode = "200", description = "It was sent before")
    public Response send(
            @PathParam("id") String id,
            @PathParam("name") String name,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @Nullable JsonNode payload)
            throws SQLException {
        if (!EVENT_NAME.matcher(name).matches()) {
            throw ProblemException.notFound();
        }
        Caller who = caller.get();
        SentEvent event = new SentEvent(checked(payload), who.subject(), IdempotencyKey.checked(idempotencyKey));
        Signalled signalled = onVisible(who, id, (connection, key) -> engine.signal(connection, key, name, event));
        return switch (signalled) {
            case KEPT -> {
                engine.wake();
                yield Response.accepted().build();
            }
            case BEFORE -> Response.ok().build();
            case CONFLICT -> throw conflict("Another event of this name was sent before: an event happens once.");
            case ENDED -> throw conflict("The instance has ended.");
            case FULL -> throw conflict("The instance keeps as many events as it can.");
            case UNKNOWN -> throw ProblemException.notFound();
        };
    }

    /// Ends the instance and its children, whatever they do. Again: the same.
    @POST
    @Path("/workflows/{id}/cancel")
    @PermissionsAllowed("jobs:write")
    public WorkflowView cancel(@PathParam("id") String id) throws SQLException {
        return command(id, new Command.Cancel());
    }

    /// Has the instance begin no further step. Again: the same.
    @POST
    @Path("/workflows/{id}/pause")
    @PermissionsAllowed("jobs:write")
    public WorkflowView pause(@PathParam("id") String id) throws SQLException {
        return command(id, new Command.Pause());
    }

    /// Has a paused instance go on; one that is not paused already does.
    @POST
    @Path("/workflows/{id}/resume")
    @PermissionsAllowed("jobs:write")
    public WorkflowView resume(@PathParam("id") String id) throws SQLException {
        return command(id, new Command.Resume());
    }

    /// Runs an ended or paused instance again, with the results of the steps before the given one.
    @POST
    @Path("/workflows/{id}/restart")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    public WorkflowView restart(@PathParam("id") String id, @Nullable RestartRequest request) throws SQLException {
        String from = request == null ? null : request.from();
        if (from != null && from.indexOf('\0') >= 0) {
            throw noSuchStep();
        }
        return command(id, new Command.Restart(from));
    }

    /// What the instance went through, in order; also what a restart has forgotten.
    @GET
    @Path("/workflows/{id}/history")
    @PermissionsAllowed("jobs:read")
    public Page<HistoryEntry> history(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        PageRequest page = PageRequest.of(limit, cursor);
        long after = page.after(Long::parseLong).orElse(0L);
        return onVisible(
                caller.get(),
                id,
                (connection, key) -> page.cut(
                        HistoryTable.list(connection, key, after, page.limitPlusOne()),
                        entry -> Long.toString(entry.sequence())));
    }

    private WorkflowView command(String id, Command command) throws SQLException {
        Caller who = caller.get();
        WorkflowView after = onVisible(who, id, (connection, key) -> {
            WorkflowView before = WorkflowTable.find(connection, key).orElseThrow();
            if (command instanceof Command.Restart) {
                check(who, before);
            }
            Commanded commanded = engine.command(connection, key, command, who.subject());
            refuse(commanded);
            if (commanded instanceof Commanded.Done done && done.changed()) {
                audit(connection, who, command, before);
            }
            return WorkflowTable.find(connection, key).orElseThrow();
        });
        engine.wake();
        return after;
    }

    /// What owners do with their own is nobody else's business.
    private void audit(Connection connection, Caller who, Command command, WorkflowView instance) throws SQLException {
        if (!who.subject().equals(instance.subject())) {
            AuditAction action = switch (command) {
                case Command.Cancel _ -> AuditAction.WORKFLOW_CANCEL;
                case Command.Pause _ -> AuditAction.WORKFLOW_PAUSE;
                case Command.Resume _ -> AuditAction.WORKFLOW_RESUME;
                case Command.Restart _ -> AuditAction.WORKFLOW_RESTART;
            };
            Map<String, String> detail = Map.of("type", instance.type(), "owner", instance.subject());
            audits.add(connection, who, new Deed(action, instance.id(), detail));
        }
    }

    /// Who runs an instance again needs the rights that it needs now.
    private void check(Caller who, WorkflowView instance) {
        engine.newest(instance.type()).ifPresent(workflow -> workflow.check(who));
    }

    private static void refuse(Commanded commanded) {
        switch (commanded) {
            case Commanded.Done _ -> {}
            case Commanded.Refused refused ->
                throw conflict("The instance is " + refused.present().label() + ": that cannot be asked of it now.");
            case Commanded.Full full ->
                throw conflict(full.most()
                        + " of its owner's workflows of this type have not ended: wait for one, or cancel it.");
            case Commanded.NoSuchStep _ -> throw noSuchStep();
        }
    }

    private static ProblemException noSuchStep() {
        return ProblemException.invalidProperty("/from", "is not a step that was begun");
    }

    private <T> T onVisible(Caller who, String id, Action<T> action) throws SQLException {
        if (!WorkflowKey.isId(id)) {
            throw ProblemException.notFound();
        }
        WorkflowKey key = new WorkflowKey(who.tenant(), id);
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            boolean visible = WorkflowTable.find(connection, key)
                    .filter(instance -> Access.sees(who, instance.subject()))
                    .isPresent();
            if (!visible) {
                throw ProblemException.notFound();
            }
            return action.on(connection, key);
        });
    }

    private static String checked(@Nullable JsonNode payload) {
        if (payload == null) {
            return "{}";
        }
        if (!payload.isObject()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The body is not valid: must be an object",
                    List.of(Problem.Fault.inBody("", "must be an object")),
                    null);
        }
        String json = Json.write(payload);
        if (json.getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "An event carries at most 128 KiB.");
        }
        return json;
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }
}
