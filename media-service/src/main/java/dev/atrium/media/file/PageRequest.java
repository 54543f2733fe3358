package dev.atrium.media.file;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which page of a list somebody wants.
///
/// @param limit 1 to [Page#LIMIT_MAX] items
/// @param before the id that all ids of the page are smaller than
record PageRequest(int limit, UUID before) {

    /// Reads the two query parameters.
    ///
    /// @throws ProblemException `invalid-request` naming the parameter that is wrong
    static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                limit == null ? Page.LIMIT_DEFAULT : parse(limit),
                cursor == null ? FileId.LAST : FileId.ofCursor(cursor));
    }

    private static int parse(String limit) {
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= Page.LIMIT_MAX) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Answered below, as a number out of bounds is.
        }
        throw ProblemException.invalidParameter("limit", "must be a number from 1 to " + Page.LIMIT_MAX);
    }
}
