package dev.atrium.media.upload;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;

/// How much an upload may be.
///
/// @param maxFileBytes largest file
record UploadLimits(long maxFileBytes) {

    /// What the form around the file may have: boundaries, names, the other parts.
    private static final long FORM_BYTES = 1 << 20;

    long maxBodyBytes() {
        return maxFileBytes + FORM_BYTES;
    }

    ProblemException tooLarge() {
        return new ProblemException(ProblemType.TOO_LARGE, "A file may have at most " + maxFileBytes + " bytes.");
    }
}
