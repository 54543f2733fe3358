package dev.atrium.jobs.export;

import dev.atrium.jobs.progress.Progress;
import dev.atrium.jobs.progress.Work;
import dev.atrium.jobs.workflow.WorkflowKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

/// Tells the sockets of who asked for an export how far it is: as the progress of its workflow.
@ApplicationScoped
class LiveProgress {

    private final Progress progress;

    LiveProgress(Progress progress) {
        this.progress = progress;
    }

    /// In a transaction of its own, once a second at most.
    void report(ExportKey key, int percent, String activity) throws SQLException {
        WorkflowKey workflow = new WorkflowKey(key.tenant(), ExportWorkflow.instanceId(key.id()));
        progress.report(Work.of(workflow), percent, 100, activity);
    }
}
