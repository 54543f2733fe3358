package dev.atrium.jobs.export;

import dev.atrium.jobs.render.Format;
import dev.atrium.jobs.workflow.SentEvent;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What renderings read and write in the database.
@ApplicationScoped
class Renderings {

    private final DataSource dataSource;
    private final Workflows workflows;
    private final LiveProgress live;
    private final InstantSource clock;

    Renderings(DataSource dataSource, Workflows workflows, LiveProgress live, InstantSource clock) {
        this.dataSource = dataSource;
        this.workflows = workflows;
        this.live = live;
        this.clock = clock;
    }

    /// What is to be rendered; empty if it is not wanted any more.
    Optional<ExportInput> wanted(ExportKey key, UUID render) throws SQLException {
        return TenantConnections.inTenant(
                dataSource,
                key.tenant(),
                connection -> ExportTable.rendering(connection, key, render, 50, "rendering")
                        ? ExportTable.input(connection, key)
                        : Optional.empty());
    }

    /// @param room that is exported; null: files are
    /// @return false if it is not wanted any more
    boolean progress(ExportKey key, UUID render, @Nullable String room, int percent, String activity)
            throws SQLException {
        boolean wanted = TenantConnections.inTenant(
                dataSource,
                key.tenant(),
                connection -> ExportTable.rendering(connection, key, render, percent, activity));
        if (wanted) {
            live.report(key, room, percent, activity);
        }
        return wanted;
    }

    /// Writes all pieces into a file, one at a time.
    ///
    /// @return how many items there are
    int unpack(ExportKey key, Path lines) throws SQLException, IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(lines))) {
            for (int number = 0; copy(key, number, out); number++) {
                // The next one.
            }
        }
        try (var all = Files.lines(lines)) {
            return Math.toIntExact(all.count());
        }
    }

    private boolean copy(ExportKey key, int number, OutputStream out) throws SQLException {
        return TenantConnections.inTenant(
                dataSource, key.tenant(), connection -> Piece.copy(connection, key, number, out));
    }

    /// What has been stored until now.
    List<ExportView.Result> stored(ExportKey key, UUID render) throws SQLException {
        return TenantConnections.inTenant(
                dataSource, key.tenant(), connection -> FileTable.of(connection, key, render));
    }

    /// How the rendering that counts ended; empty if it has not.
    Optional<ExportTable.Outcome> outcome(ExportKey key) throws SQLException {
        return TenantConnections.inTenant(dataSource, key.tenant(), connection -> ExportTable.outcome(connection, key));
    }

    /// All is done.
    ///
    /// @param room that was exported; null: files were
    void complete(ExportKey key, @Nullable String room) throws SQLException {
        live.report(key, room, 100, "done");
    }

    /// Says that a document is going to be stored.
    ///
    /// @param upload the key under which media-service is to keep it
    /// @return false if it is not wanted any more: then nothing was changed
    boolean begin(ExportKey key, UUID render, int percent, Format format, String upload) throws SQLException {
        return TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            boolean wanted = ExportTable.rendering(connection, key, render, percent, ExportTable.activity(format));
            if (wanted) {
                UploadTable.begin(connection, key, upload, clock.instant());
            }
            return wanted;
        });
    }

    /// Says that a document was stored.
    ///
    /// @return false if it is not wanted any more: then nothing was changed
    boolean store(ExportKey key, UUID render, int percent, ExportView.Result file, String upload) throws SQLException {
        return TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            boolean wanted =
                    ExportTable.rendering(connection, key, render, percent, ExportTable.activity(file.format()));
            if (wanted) {
                FileTable.add(connection, key, render, file);
                UploadTable.done(connection, key, upload);
            }
            return wanted;
        });
    }

    /// Tells the workflow that the rendering has ended, if it is the one that counts.
    ///
    /// @param error null if it succeeded
    void ended(ExportKey key, UUID render, String subject, @Nullable String error) throws SQLException {
        TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            if (ExportTable.rendered(connection, key, render, new ExportTable.Outcome(error))) {
                workflows.signal(
                        connection,
                        new WorkflowKey(key.tenant(), ExportWorkflow.instanceId(key.id())),
                        ExportWorkflow.RENDERED,
                        new SentEvent(Json.write(Map.of("render", render)), subject, render.toString()));
            }
            return render;
        });
        workflows.wake();
    }
}
