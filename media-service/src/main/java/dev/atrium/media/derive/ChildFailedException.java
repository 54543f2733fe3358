package dev.atrium.media.derive;

import java.time.Duration;

/// A child JVM ended without an answer: it crashed or was killed. The message names the accident, nothing
/// of the file.
final class ChildFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Blame blame;

    /// Whose fault it may be.
    enum Blame {
        /// The machine's alone: the child did not come to work, or somebody else killed it, as a machine does that
        /// has no memory left.
        MACHINE,
        /// The file's or the machine's.
        CRASH,
        /// The same, and it had its whole time.
        TIME_OUT
    }

    ChildFailedException(String message, Blame blame) {
        super(message);
        this.blame = blame;
    }

    /// What the child left behind was not what it was asked for.
    ChildFailedException(String message) {
        this(message, Blame.CRASH);
    }

    static ChildFailedException after(Duration timeLimit, boolean begun) {
        return new ChildFailedException("killed after " + timeLimit, begun ? Blame.TIME_OUT : Blame.MACHINE);
    }

    Blame blame() {
        return blame;
    }
}
