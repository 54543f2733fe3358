package dev.atrium.jobs.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The place of an item in a list, newest first.
///
/// @param createdAt to the microsecond
public record Place(Instant createdAt, String id) {

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    /// Before the first item of every list.
    public static final Place START = new Place(END_OF_TIME, "");

    /// @param text as [#toString] made it
    /// @throws IllegalArgumentException if it is anything else
    public static Place parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("no place: " + text);
        }
        try {
            Instant createdAt = Instant.EPOCH.plus(Long.parseLong(text.substring(0, dot)), ChronoUnit.MICROS);
            if (createdAt.isAfter(END_OF_TIME)) {
                throw new IllegalArgumentException("out of range: " + text);
            }
            return new Place(createdAt, text.substring(dot + 1));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// The text for a cursor.
    @Override
    public String toString() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + "." + id;
    }
}
