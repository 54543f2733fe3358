package dev.atrium.platform.paging;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which page of a list a request asks for, by its query parameters `limit` and `cursor`.
///
/// A cursor is opaque to clients and a text to the service: whatever it needs to go on behind an item. It is neither
/// secret nor signed, so [#after] must check it as it checks other input.
///
/// @param limit most items of the page, 1 to [Page#LIMIT_MAX]
/// @param position behind which the page begins; null for the first page
public record PageRequest(int limit, @Nullable String position) {

    /// Greater than every id, in the order in which PostgreSQL sorts them.
    public static final UUID LAST_ID = new UUID(-1, -1);

    private static final int CURSOR_CHARS_MAX = 1_200;
    private static final String NOT_OURS = "must be the nextCursor of an earlier answer";

    /// @param limit null for [Page#LIMIT_DEFAULT]
    /// @param cursor null for the first page
    /// @throws ProblemException `invalid-request` that names the parameter which is wrong
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(limit(limit), cursor == null ? null : decode(cursor));
    }

    /// Only the limit, for lists without a cursor.
    ///
    /// @throws ProblemException `invalid-request` if it is not a number from 1 to [Page#LIMIT_MAX]
    public static int limit(@Nullable String limit) {
        return limit == null ? Page.LIMIT_DEFAULT : (int) Parameters.number("limit", limit, 1, Page.LIMIT_MAX);
    }

    /// Behind what the page begins; empty for the first page.
    ///
    /// @param parser of what [#cut] was given; throws `IllegalArgumentException` or `DateTimeException` otherwise
    /// @throws ProblemException `invalid-request` if the parser throws one of these
    public <T> Optional<T> after(Function<String, T> parser) {
        if (position == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(position));
        } catch (IllegalArgumentException | DateTimeException _) {
            throw ProblemException.invalidParameter("cursor", NOT_OURS);
        }
    }

    /// Where the page of a list begins that goes by descending ids: below this one.
    ///
    /// @return [#LAST_ID] for the first page
    /// @throws ProblemException `invalid-request` if the cursor has no id
    public UUID belowId() {
        return after(UUID::fromString).orElse(LAST_ID);
    }

    /// How many rows to read: one more tells whether there is a next page.
    public int limitPlusOne() {
        return limit + 1;
    }

    /// Cuts the page from what was read with [#limitPlusOne].
    ///
    /// @param positionOf by which the list goes on behind an item
    public <T> Page<T> cut(List<T> items, Function<T, String> positionOf) {
        return Page.cut(items, limit, item -> cursor(positionOf.apply(item)));
    }

    /// The cursor that leads behind a position.
    public static String cursor(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            if (cursor.length() <= CURSOR_CHARS_MAX) {
                String position = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                // What we never write: another spelling of a cursor, broken UTF-8, and NUL, which PostgreSQL refuses.
                if (cursor(position).equals(cursor) && position.indexOf('\0') < 0 && !position.isEmpty()) {
                    return position;
                }
            }
        } catch (IllegalArgumentException _) {
            // Answered below, as a cursor of another kind is.
        }
        throw ProblemException.invalidParameter("cursor", NOT_OURS);
    }
}
