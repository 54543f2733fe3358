package dev.atrium.room.push;

/// What is to become of a row.
sealed interface Verdict {

    /// It counts: the row can go.
    record Posted() implements Verdict {}

    /// It can never be posted.
    record Refused(String reason) implements Verdict {}

    /// It cannot be posted now, or nobody knows whether it was.
    record Later() implements Verdict {}

    /// It can be posted as soon as those that count are removed.
    record Next() implements Verdict {}
}
