package dev.atrium.media.upload;

import dev.atrium.platform.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A client's own name for one upload, by which a repeated request is known.
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern SYNTAX = Pattern.compile("[!-~]{1,200}");

    private IdempotencyKey() {}

    /// @param header null if the request has none
    /// @throws ProblemException `invalid-request` unless it is 1 to 200 visible ASCII characters
    static @Nullable String of(@Nullable String header) {
        if (header != null && !SYNTAX.matcher(header).matches()) {
            throw ProblemException.invalidParameter(HEADER, "must be 1 to 200 visible ASCII characters");
        }
        return header;
    }
}
