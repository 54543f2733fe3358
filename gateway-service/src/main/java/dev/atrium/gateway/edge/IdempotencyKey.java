package dev.atrium.gateway.edge;

import dev.atrium.platform.problem.ProblemException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// The header by which a client makes a repeated request known, so that it creates one thing, however
/// often it comes. The key stands in a column of what was created, with a unique index per tenant and
/// subject: it counts as long as the thing exists, and of several attempts at the same time one
/// succeeds.
public final class IdempotencyKey {

    public static final String HEADER = "Idempotency-Key";

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private IdempotencyKey() {}

    /// @throws ProblemException `invalid-request` for what cannot be such a key
    public static Optional<String> checked(@Nullable String header) {
        if (header != null && !FORM.matcher(header).matches()) {
            throw ProblemException.invalidParameter(HEADER, "must be 1 to 128 visible ASCII characters");
        }
        return Optional.ofNullable(header);
    }

    /// Whether a unique index refused what was to be created.
    public static boolean isTaken(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(ConstraintViolationException.class::isInstance);
    }
}
