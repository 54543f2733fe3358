package dev.atrium.jobs.paging;

import dev.atrium.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The place in a list, newest first, behind which the next page begins.
///
/// @param createdAt of the last item seen, to the microsecond
/// @param id of the last item seen
public record Cursor(Instant createdAt, String id) {

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    /// Before the first item of every list.
    public static final Cursor START = new Cursor(END_OF_TIME, "");

    private static final int MAX_LENGTH = 400;

    /// @param cursor as [#toString] made it; null: the start
    /// @throws ProblemException `invalid-request` if it is anything else
    public static Cursor parse(@Nullable String cursor) {
        if (cursor == null) {
            return START;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int dot = text.indexOf('.');
            Instant createdAt = Instant.EPOCH.plus(Long.parseLong(text.substring(0, dot)), ChronoUnit.MICROS);
            String id = text.substring(dot + 1);
            if (cursor.length() > MAX_LENGTH || createdAt.isAfter(END_OF_TIME) || id.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("out of range");
            }
            return new Cursor(createdAt, id);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException _) {
            throw ProblemException.invalidParameter("cursor", "use a nextCursor of this list");
        }
    }

    /// The opaque text for `nextCursor`.
    @Override
    public String toString() {
        String text = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
