package dev.atrium.jobs.progress;

import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.identity.TenantId;

/// What makes progress.
public record Work(TenantId tenant, Kind kind, String id) {

    /// What it is.
    public enum Kind {
        JOB("job"),
        WORKFLOW("workflow");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /// As in the API, in events and in the table; also the table that the work is in.
        String label() {
            return label;
        }
    }

    public static Work of(Job job) {
        return new Work(job.tenant(), Kind.JOB, job.id().toString());
    }

    public static Work of(WorkflowKey workflow) {
        return new Work(workflow.tenant(), Kind.WORKFLOW, workflow.id());
    }
}
