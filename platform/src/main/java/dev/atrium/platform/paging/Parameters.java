package dev.atrium.platform.paging;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Ids;
import java.util.UUID;

/// Reads parameters, which resources take as texts: what JAX-RS cannot convert it answers with 404, without saying why.
public final class Parameters {

    private Parameters() {}

    /// The id in a path.
    ///
    /// @throws ProblemException `not-found` if it can be none: as for one that does not exist
    public static UUID id(String text) {
        return Ids.parse(text).orElseThrow(ProblemException::notFound);
    }

    /// @param name as the request has it, for the answer
    /// @return the number, from `min` to `max`
    /// @throws ProblemException `invalid-request` that names the parameter, if it is anything else
    public static long number(String name, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Answered below, as a number out of bounds is.
        }
        String bounds = max == Long.MAX_VALUE ? "not below " + min : "from " + min + " to " + max;
        throw ProblemException.invalidParameter(name, "must be a whole number " + bounds);
    }
}
