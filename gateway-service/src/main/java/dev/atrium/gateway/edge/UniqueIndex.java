package dev.atrium.gateway.edge;

import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;

/// Of several attempts at the same time to make one thing one succeeds: the others are refused by the database.
public final class UniqueIndex {

    private UniqueIndex() {}

    /// Whether a unique index refused what was to be stored.
    public static boolean refused(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(ConstraintViolationException.class::isInstance);
    }
}
