package dev.atrium.jobs.workflow;

/// A step failed for good. Thrown again at the same place each time the workflow's method is run.
public final class StepFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String step;
    private final String reason;

    StepFailedException(String step, String reason) {
        super("step " + step + ": " + reason);
        this.step = step;
        this.reason = reason;
    }

    public String step() {
        return step;
    }

    /// Shown to the owner.
    public String reason() {
        return reason;
    }
}
