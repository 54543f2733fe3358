package dev.atrium.gateway.paging;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which page of a list somebody wants.
///
/// @param limit 1 to [Page#LIMIT_MAX] items
/// @param after the id behind which the page begins; empty for the first page
public record PageRequest(int limit, Optional<UUID> after) {

    private static final int UUID_BYTES = 16;

    /// Reads the two query parameters.
    ///
    /// @throws ProblemException `invalid-request` naming the parameter that is wrong
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                limit == null ? Page.LIMIT_DEFAULT : parseLimit(limit),
                Optional.ofNullable(cursor).map(PageRequest::parseCursor));
    }

    /// Cuts the page from a result that was read with [#limitPlusOne].
    public <T> Page<T> cut(List<T> items, Function<T, UUID> idOf) {
        return Page.cut(items, limit, item -> cursor(idOf.apply(item)));
    }

    /// How many rows to read: one more tells whether there is a next page.
    public int limitPlusOne() {
        return limit + 1;
    }

    private static int parseLimit(String limit) {
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

    static String cursor(UUID id) {
        byte[] bytes = ByteBuffer.allocate(UUID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static UUID parseCursor(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == UUID_BYTES) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                return new UUID(buffer.getLong(), buffer.getLong());
            }
        } catch (IllegalArgumentException _) {
            // Answered below, as a cursor of the wrong length is.
        }
        throw ProblemException.invalidParameter("cursor", "must be a nextCursor of this list");
    }
}
