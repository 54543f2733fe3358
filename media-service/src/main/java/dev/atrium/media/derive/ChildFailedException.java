package dev.atrium.media.derive;

import java.time.Duration;

/// A child JVM ended without an answer: it crashed or was killed. The message names the accident, nothing
/// of the file.
final class ChildFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean timedOut;

    ChildFailedException(String message) {
        this(message, false);
    }

    private ChildFailedException(String message, boolean timedOut) {
        super(message);
        this.timedOut = timedOut;
    }

    static ChildFailedException after(Duration timeLimit) {
        return new ChildFailedException("killed after " + timeLimit, true);
    }

    /// Whether it had its whole time.
    boolean timedOut() {
        return timedOut;
    }
}
