package dev.atrium.jobs.workflow;

/// A workflow's method does not follow its own earlier runs: it decided by something else than its input and its
/// steps' results, or was changed without a new version.
final class ChangedWorkflowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param how it goes on to say what the workflow does
    ChangedWorkflowException(String how) {
        super("the workflow was changed under this instance: it " + how);
    }
}
