package dev.atrium.jobs.access;

import dev.atrium.platform.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what requests for lists and commands have in common; null where a request does not say it.
public final class RequestParameters {

    private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}");

    private RequestParameters() {}

    /// @throws ProblemException `invalid-request` that names the parameter, as the others here
    public static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw ProblemException.invalidParameter(name, "must be a time like 2026-01-31T12:00:00Z");
        }
    }

    public static @Nullable String type(@Nullable String type) {
        if (type != null && !TYPE_NAME.matcher(type).matches()) {
            throw ProblemException.invalidParameter("type", "must be the name of a type");
        }
        return type;
    }
}
