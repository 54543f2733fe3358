package dev.atrium.jobs.export;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.workflow.Command;
import dev.atrium.jobs.workflow.Start;
import dev.atrium.jobs.workflow.Started;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Begins exports, and ends them before their time.
@ApplicationScoped
class Exports {

    /// What an export does on behalf of who asks for it.
    private static final List<String> SCOPES = List.of("rooms:read", "files:read", "files:write");

    private final DataSource dataSource;
    private final Workflows workflows;
    private final ExportConfig config;
    private final InstantSource clock;

    Exports(DataSource dataSource, Workflows workflows, ExportConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.workflows = workflows;
        this.config = config;
        this.clock = clock;
    }

    record Begun(ExportView export, boolean isNew) {}

    /// @param idempotencyKey null: every request is a new export
    /// @throws ProblemException if the request is not valid or cannot be met
    Begun begin(Caller caller, ExportRequest request, @Nullable String idempotencyKey) throws SQLException {
        Access.requireScopes(caller, "An export", SCOPES);
        UUID id = idempotencyKey == null
                ? Ids.next()
                : Ids.named("export:" + caller.tenant() + "/" + caller.subject() + "/" + idempotencyKey);
        ExportKey key = new ExportKey(caller.tenant(), id);
        ExportInput input = request.checked(id, caller);
        Optional<Begun> before =
                TenantConnections.inTenant(dataSource, caller.tenant(), connection -> before(connection, key, input));
        if (before.isPresent()) {
            return before.get();
        }
        Begun begun =
                TenantConnections.inTenant(dataSource, caller.tenant(), connection -> insert(connection, key, input));
        workflows.wake();
        return begun;
    }

    /// Cancels the export if it has not ended; its documents are gone some minutes later. Again: the same.
    ///
    /// @throws ProblemException `not-found` if the caller has no such export
    void delete(Caller caller, UUID id) throws SQLException {
        ExportKey key = new ExportKey(caller.tenant(), id);
        TenantConnections.inTenant(dataSource, caller.tenant(), connection -> {
            Optional<ExportInput> known = ExportTable.input(connection, key);
            if (known.isEmpty() || !known.get().subject().equals(caller.subject())) {
                throw ProblemException.notFound();
            }
            WorkflowKey workflow = new WorkflowKey(key.tenant(), ExportWorkflow.instanceId(id));
            // Refused where it has ended, which is as good.
            workflows.command(connection, workflow, new Command.Cancel(), caller.subject());
            ExportTable.endRendering(connection, key);
            ExportTable.expireAt(connection, key, clock.instant());
            return id;
        });
        workflows.wake();
    }

    private Begun insert(Connection connection, ExportKey key, ExportInput input) throws SQLException {
        if (ExportTable.open(connection, key.tenant(), input.subject()) >= config.maxOpen()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    config.maxOpen() + " exports of yours have not ended: wait for one, or cancel it.");
        }
        if (ExportTable.kept(connection, key.tenant(), input.subject())
                >= config.maxKept().asLongValue()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Your exports have " + config.maxKept().asLongValue()
                            + " bytes or more: delete one, or wait until one expires.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!ExportTable.insert(connection, key, input, now, now.plus(config.keep()))) {
            return before(connection, key, input).orElseThrow();
        }
        WorkflowKey workflow = new WorkflowKey(key.tenant(), ExportWorkflow.instanceId(key.id()));
        Start start = new Start(workflow, ExportWorkflow.TYPE, input.subject(), input);
        return switch (workflows.start(connection, start)) {
            case Started.New _, Started.Before _ ->
                new Begun(ExportTable.find(connection, key).orElseThrow(), true);
            case Started.Conflict _, Started.Full _ ->
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "There is a workflow instance with the id of this export: take another key.");
        };
    }

    private static Optional<Begun> before(Connection connection, ExportKey key, ExportInput input) throws SQLException {
        Optional<ExportInput> known = ExportTable.input(connection, key);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        if (!known.get().equals(input)) {
            throw IdempotencyKey.reused();
        }
        return Optional.of(new Begun(ExportTable.find(connection, key).orElseThrow(), false));
    }
}
