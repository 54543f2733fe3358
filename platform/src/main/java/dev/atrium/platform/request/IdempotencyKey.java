package dev.atrium.platform.request;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header by which a client makes a repeated request known, so that it makes one thing, however often it comes. It
/// is kept with what was made, and counts as long as that exists, for the same caller only.
public final class IdempotencyKey {

    public static final String HEADER = "Idempotency-Key";

    /// Most characters of a key.
    public static final int LENGTH_MAX = 128;

    private static final Pattern FORM = Pattern.compile("[!-~]{1," + LENGTH_MAX + "}");

    private IdempotencyKey() {}

    /// @param header null if the request has none
    /// @return the header
    /// @throws ProblemException `invalid-request` unless it is 1 to 128 visible ASCII characters
    public static @Nullable String checked(@Nullable String header) {
        if (header != null && !FORM.matcher(header).matches()) {
            throw ProblemException.invalidParameter(HEADER, "must be 1 to " + LENGTH_MAX + " visible ASCII characters");
        }
        return header;
    }

    /// The answer to a request that differs from the one that its key was used for.
    public static ProblemException reused() {
        return new ProblemException(
                ProblemType.UNPROCESSABLE, "This Idempotency-Key was used for a request with another content.");
    }

    /// The answer to a repeated request that has made something with a secret, which is told once.
    ///
    /// @param same whether it is the request that the key was used for
    /// @param deed what that has done, for the sentence "This request has already ...", with the id of what it made
    /// @return `conflict`, or what [#reused] says of another request
    public static ProblemException toldOnce(boolean same, String deed) {
        return same
                ? new ProblemException(
                        ProblemType.CONFLICT,
                        "This request has already " + deed
                                + ". A secret is shown once: rotate it if the answer was lost.")
                : reused();
    }
}
