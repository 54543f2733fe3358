package dev.atrium.jobs.progress;

import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.identity.TenantId;
import org.jspecify.annotations.Nullable;

/// What makes progress.
///
/// @param room the room for which it is: whoever is there sees how far it is, so it must be one that the owner may
/// read;
///     null: it is for its owner alone
public record Work(
        TenantId tenant, Kind kind, String id, @Nullable String room) {

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
        return new Work(job.tenant(), Kind.JOB, job.id().toString(), null);
    }

    public static Work of(WorkflowKey workflow) {
        return new Work(workflow.tenant(), Kind.WORKFLOW, workflow.id(), null);
    }

    /// The same, for a room.
    ///
    /// @param itsRoom null: for its owner alone
    public Work in(@Nullable String itsRoom) {
        return new Work(tenant, kind, id, itsRoom);
    }
}
