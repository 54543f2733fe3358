package dev.atrium.jobs.paging;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The query parameter `limit`.
public final class Limit {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    private Limit() {}

    /// @param limit null: the default
    /// @throws ProblemException `invalid-request` if it is not a number within bounds
    public static int parse(@Nullable String limit) {
        if (limit == null) {
            return Page.LIMIT_DEFAULT;
        }
        int number = NUMBER.matcher(limit).matches() ? Integer.parseInt(limit) : 0;
        if (number < 1 || number > Page.LIMIT_MAX) {
            throw ProblemException.invalidParameter("limit", "must be a number from 1 to " + Page.LIMIT_MAX);
        }
        return number;
    }
}
