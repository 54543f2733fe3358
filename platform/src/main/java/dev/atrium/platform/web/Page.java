package dev.atrium.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param items at most as many as were asked for
/// @param nextCursor give it back as `cursor` for the next page; null on the last one
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /// Items a page has if the request does not say.
    public static final int LIMIT_DEFAULT = 50;

    /// Most items that a request may ask for.
    public static final int LIMIT_MAX = 200;

    public Page {
        items = List.copyOf(items);
    }

    /// Cuts a page from a result that was read with one row more than the limit.
    ///
    /// @param cursorOf the cursor by which a list goes on after the given item
    public static <T> Page<T> cut(List<T> limitPlusOne, int limit, Function<T, String> cursorOf) {
        if (limitPlusOne.size() <= limit) {
            return new Page<>(limitPlusOne, null);
        }
        List<T> items = limitPlusOne.subList(0, limit);
        return new Page<>(items, cursorOf.apply(items.getLast()));
    }
}
