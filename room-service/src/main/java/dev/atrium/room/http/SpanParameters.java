package dev.atrium.room.http;

import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.chat.Span;
import org.jspecify.annotations.Nullable;

/// Which part of a room's history a request asks for, by its query parameters `limit`, `before` and `after`.
public final class SpanParameters {

    private SpanParameters() {}

    /// @throws ProblemException `invalid-request` that names the parameter which is wrong
    static Span span(@Nullable String limit, @Nullable String before, @Nullable String after) {
        int most = PageRequest.limit(limit);
        if (before != null && after != null) {
            throw ProblemException.invalidParameter("after", "cannot be combined with 'before'");
        }
        if (before != null) {
            return new Span.Before(Parameters.number("before", before, 0, Long.MAX_VALUE), most);
        }
        return after == null
                ? Span.newest(most)
                : new Span.After(Parameters.number("after", after, 0, Long.MAX_VALUE), most);
    }

    /// A sequence number as of which something is asked for; null for now.
    public static @Nullable Long at(@Nullable String at) {
        return at == null ? null : Parameters.number("at", at, 1, Long.MAX_VALUE);
    }
}
