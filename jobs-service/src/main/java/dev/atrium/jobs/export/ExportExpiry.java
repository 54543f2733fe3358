package dev.atrium.jobs.export;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.workflow.Command;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Deletes the documents of exports whose time is over, on behalf of who asked for them. One that has not ended by then
/// is cancelled. Also forgets what ended exports had collected. An export is forgotten here only after media-service
/// has deleted its files, and when none can be on its way there any more; one that cannot be deleted now is put off, so
/// that it holds up no other.
@ApplicationScoped
class ExportExpiry implements Chore {

    private static final int CHUNK = 100;
    private static final int SWEPT_AT_ONCE = 10_000;
    private static final String ACTOR = "system:expiry";
    /// Beyond an upload's own time-out: what was sent may still be worked on.
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final Duration SOON = Duration.ofMinutes(10);
    private static final Duration LATER = Duration.ofDays(1);
    private static final Logger LOG = Logger.getLogger(ExportExpiry.class);

    private final DataSource dataSource;
    private final SourceClient sources;
    private final Workflows workflows;
    private final Duration uploadTime;
    private final InstantSource clock;

    ExportExpiry(
            DataSource dataSource,
            SourceClient sources,
            Workflows workflows,
            ExportConfig config,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.sources = sources;
        this.workflows = workflows;
        this.uploadTime = config.transferTimeout().plus(GRACE);
        this.clock = clock;
    }

    /// What is deleted.
    ///
    /// @param files ids
    /// @param uploads keys of files that media-service may have
    private record Expired(ExportInput input, List<String> files, List<String> uploads) {}

    @Override
    public String name() {
        return "export-expiry";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() throws SQLException, InterruptedException {
        sweep();
        // What is put off meanwhile waits for another round, so each round ends.
        Instant start = clock.instant();
        List<ExportKey> due = due(start);
        while (!due.isEmpty()) {
            for (ExportKey key : due) {
                expireOrPutOff(key);
            }
            due = due(start);
        }
    }

    private void expireOrPutOff(ExportKey key) throws SQLException, InterruptedException {
        try {
            expire(key);
        } catch (RetryableException e) {
            LOG.warnf("object=%s is not deleted yet, and is tried again in %s: %s", key, SOON, e.getMessage());
            postpone(key, SOON);
        } catch (RuntimeException e) {
            LOG.errorf(e, "object=%s cannot be deleted, and is tried again in %s", key, LATER);
            postpone(key, LATER);
        }
    }

    /// Whoever cancels an export leaves what it had collected.
    private void sweep() throws SQLException {
        for (ExportKey key : TenantConnections.inTransaction(
                dataSource,
                connection -> Sql.query(
                        connection,
                        "select tenant, export from export_expiry where not swept order by expires_at limit "
                                + SWEPT_AT_ONCE,
                        ExportExpiry::key))) {
            TenantConnections.inTenant(dataSource, key.tenant(), connection -> ExportTable.sweep(connection, key));
        }
    }

    private static ExportKey key(ResultSet row) throws SQLException {
        return new ExportKey(new TenantId(row.getString("tenant")), row.getObject("export", UUID.class));
    }

    private List<ExportKey> due(Instant start) throws SQLException {
        return TenantConnections.inTransaction(
                dataSource,
                connection -> Sql.query(
                        connection,
                        "select tenant, export from export_expiry where expires_at <= ? order by expires_at limit "
                                + CHUNK,
                        ExportExpiry::key,
                        start));
    }

    private void expire(ExportKey key) throws SQLException, InterruptedException {
        Instant over = clock.instant().minus(uploadTime);
        Optional<Expired> expired =
                TenantConnections.inTenant(dataSource, key.tenant(), connection -> expired(connection, key));
        if (expired.isPresent()) {
            Caller owner = expired.get().input().caller(key.tenant(), "files:read", "files:write");
            for (String file : expired.get().files()) {
                sources.delete(owner, file);
            }
            for (String upload : expired.get().uploads()) {
                sources.deleteUpload(owner, upload);
            }
        }
        TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            ExportTable.expire(connection, key);
            UploadTable.forget(connection, key, over);
            if (!UploadTable.open(connection, key).isEmpty()) {
                return postpone(connection, key, uploadTime);
            }
            return Sql.update(
                    connection,
                    "delete from export_expiry where tenant = ? and export = ?",
                    key.tenant().value(),
                    key.id());
        });
    }

    private void postpone(ExportKey key, Duration pause) throws SQLException {
        TenantConnections.inTransaction(dataSource, connection -> postpone(connection, key, pause));
    }

    private int postpone(Connection connection, ExportKey key, Duration pause) throws SQLException {
        return Sql.update(
                connection,
                "update export_expiry set expires_at = ? where tenant = ? and export = ?",
                clock.instant().plus(pause),
                key.tenant().value(),
                key.id());
    }

    /// From now on the export stores nothing.
    private Optional<Expired> expired(Connection connection, ExportKey key) throws SQLException {
        Optional<ExportInput> input = ExportTable.input(connection, key);
        if (input.isEmpty()) {
            return Optional.empty();
        }
        WorkflowKey workflow = new WorkflowKey(key.tenant(), ExportWorkflow.instanceId(key.id()));
        // Refused where it has ended, which is as good.
        workflows.command(connection, workflow, new Command.Cancel(), ACTOR);
        ExportTable.endRendering(connection, key);
        return Optional.of(new Expired(input.get(), FileTable.all(connection, key), UploadTable.open(connection, key)));
    }
}
