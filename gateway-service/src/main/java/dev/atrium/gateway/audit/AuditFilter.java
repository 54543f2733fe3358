package dev.atrium.gateway.audit;

import dev.atrium.platform.problem.ProblemException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Which entries a list shows; null: whatever.
///
/// @param actor who did it
/// @param action what was done
/// @param target what it was done to
/// @param from the first time
/// @param to the time behind the last
record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String target,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime to) {

    /// The condition for the parameters $1 to $5, in the order above.
    static final String CONDITION = "($1::text is null or actor = $1) and ($2::text is null or action = $2)"
            + " and ($3::text is null or target = $3) and ($4::timestamptz is null or time >= $4)"
            + " and ($5::timestamptz is null or time < $5)";

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /// What a request asks for.
    ///
    /// @throws ProblemException `invalid-request` for a time that is none, and for a text that
    ///     PostgreSQL cannot hold
    static AuditFilter of(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String target,
            @Nullable String from,
            @Nullable String to) {
        return new AuditFilter(
                text("actor", actor),
                text("action", action),
                text("target", target),
                time("from", from),
                time("to", to));
    }

    /// The same, of one actor only.
    AuditFilter by(String subject) {
        return new AuditFilter(subject, action, target, from, to);
    }

    private static @Nullable OffsetDateTime time(String name, @Nullable String text) {
        try {
            @Nullable Instant time = text == null ? null : Instant.parse(text);
            if (time == null) {
                return null;
            }
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time.atOffset(ZoneOffset.UTC);
            }
        } catch (DateTimeParseException _) {
            // Answered below, as a time that no calendar has.
        }
        throw ProblemException.invalidParameter(name, "must be a time such as 2026-03-01T12:00:00Z");
    }

    private static @Nullable String text(String name, @Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw ProblemException.invalidParameter(name, "must not contain NUL");
        }
        return text;
    }
}
