package dev.atrium.media.upload;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.time.Duration;

/// How much an upload may be.
///
/// @param maxFileBytes largest file
/// @param writing how long after its form has come in a file may need until it lies on the disk
record UploadLimits(long maxFileBytes, Duration writing) {

    /// What the form around the file may have: boundaries, names, the other parts.
    private static final long FORM_BYTES = 1 << 20;

    long maxBodyBytes() {
        return maxFileBytes + FORM_BYTES;
    }

    ProblemException tooLarge() {
        return new ProblemException(ProblemType.TOO_LARGE, "A file may have at most " + maxFileBytes + " bytes.");
    }
}
