package dev.atrium.jobs.restore;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.backup.Archive;
import dev.atrium.jobs.backup.BackupKey;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.workflow.Start;
import dev.atrium.jobs.workflow.Started;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Begins restores, and gives them up.
@ApplicationScoped
class Restores {

    private final DataSource dataSource;
    private final UnfinishedRooms unfinished;
    private final Workflows workflows;
    private final Audits audits;
    private final InstantSource clock;

    Restores(
            DataSource dataSource,
            UnfinishedRooms unfinished,
            Workflows workflows,
            Audits audits,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.unfinished = unfinished;
        this.workflows = workflows;
        this.audits = audits;
        this.clock = clock;
    }

    /// @param isNew false if the same request was made before
    record Begun(RestoreView restore, boolean isNew) {}

    /// @param idempotencyKey null: every request is another restore
    /// @throws ProblemException `not-found` if there is no such backup that is complete
    Begun begin(Caller caller, UUID backup, boolean dryRun, @Nullable String idempotencyKey) throws SQLException {
        UUID id = idempotencyKey == null
                ? Ids.next()
                : Ids.named("restore:" + caller.tenant() + "/" + caller.subject() + "/" + idempotencyKey);
        RestoreInput input = new RestoreInput(id, backup, caller.actor(), dryRun);
        Begun begun =
                TenantConnections.inTenant(dataSource, caller.tenant(), connection -> begin(connection, caller, input));
        workflows.wake();
        return begun;
    }

    private Begun begin(Connection connection, Caller caller, RestoreInput input) throws SQLException {
        Optional<RestoreView> before = RestoreTable.find(connection, caller.tenant(), input.restore());
        if (before.isEmpty()) {
            requireFree(connection, caller.tenant(), input);
        }
        WorkflowKey instance = new WorkflowKey(caller.tenant(), RestoreWorkflow.TYPE + ":" + input.restore());
        return switch (workflows.start(
                connection, new Start(instance, RestoreWorkflow.TYPE, caller.subject(), input))) {
            case Started.New _, Started.Before _ -> {
                if (RestoreTable.insert(connection, caller.tenant(), instance.id(), input, now())) {
                    audits.add(connection, caller, started(input));
                }
                yield new Begun(
                        RestoreTable.find(connection, caller.tenant(), input.restore())
                                .orElseThrow(),
                        before.isEmpty());
            }
            case Started.Conflict _, Started.Full _ -> throw IdempotencyKey.reused();
        };
    }

    /// Gives up a restore that failed or was cancelled: it does not go on, and what is not whole of its
    /// rooms belongs to who gives it up, as far as it came. Again: the same.
    ///
    /// @throws ProblemException `not-found` if there is none, `conflict` while it goes on or if it is complete,
    ///     `unavailable` if a room cannot be reached: then it is given up, and this is to be asked for again
    RestoreView abandon(Caller caller, UUID id) throws SQLException, InterruptedException {
        TenantId tenant = caller.tenant();
        List<RestoreTable.Unfinished> rooms = TenantConnections.inTenant(dataSource, tenant, connection -> {
            RestoreView restore = RestoreTable.find(connection, tenant, id).orElseThrow(ProblemException::notFound);
            switch (restore.status()) {
                case "running" ->
                    throw new ProblemException(ProblemType.CONFLICT, "The restore goes on: cancel it first.");
                case "complete" -> throw new ProblemException(ProblemType.CONFLICT, "The restore is complete.");
                default -> {
                    if (RestoreTable.abandon(connection, tenant, id, now())) {
                        audits.add(connection, caller, new Deed(AuditAction.RESTORE_ABANDON, id.toString()));
                    }
                    return RestoreTable.unfinished(connection, tenant, id);
                }
            }
        });
        try {
            for (RestoreTable.Unfinished room : rooms) {
                unfinished.handOver(tenant, room, caller.actor());
            }
        } catch (RetryableException e) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "A room cannot be handed over now (" + e.getMessage() + "). Send it again.");
        }
        return TenantConnections.inTenant(dataSource, tenant, connection -> RestoreTable.find(connection, tenant, id))
                .orElseThrow(ProblemException::notFound);
    }

    private static Deed started(RestoreInput input) {
        Map<String, String> detail =
                Map.of("backup", input.backup().toString(), "dryRun", Boolean.toString(input.dryRun()));
        return new Deed(AuditAction.RESTORE_START, input.restore().toString(), detail);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void requireFree(Connection connection, TenantId tenant, RestoreInput input) throws SQLException {
        if (!Archive.isThere(connection, new BackupKey(tenant, input.backup()))) {
            throw ProblemException.notFound();
        }
        if (RestoreTable.isOtherRunning(connection, tenant, input.restore())) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "Another restore is under way: wait for it, or cancel it.");
        }
    }
}
