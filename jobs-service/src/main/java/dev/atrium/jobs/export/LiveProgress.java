package dev.atrium.jobs.export;

import dev.atrium.jobs.progress.Progress;
import dev.atrium.jobs.progress.Work;
import dev.atrium.jobs.workflow.WorkflowKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Tells the sockets of who asked for an export how far it is, and whoever is in the room that is
/// exported: as the progress of its workflow.
@ApplicationScoped
class LiveProgress {

    private final Progress progress;

    LiveProgress(Progress progress) {
        this.progress = progress;
    }

    /// In a transaction of its own, once a second at most.
    ///
    /// @param room that is exported, as could just be read with the rights of who asked for it; null: files are
    void report(ExportKey key, @Nullable String room, int percent, String activity) throws SQLException {
        WorkflowKey workflow = new WorkflowKey(key.tenant(), ExportWorkflow.instanceId(key.id()));
        progress.report(Work.of(workflow).in(room), percent, 100, activity);
    }
}
