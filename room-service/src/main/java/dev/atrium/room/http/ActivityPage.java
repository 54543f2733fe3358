package dev.atrium.room.http;

import dev.atrium.room.chat.Span;
import dev.atrium.room.checkpoint.Activity;
import java.util.List;

/// A page of what was done in a room.
///
/// @param items newest first
/// @param hasMore whether there are more in the direction that was asked for
record ActivityPage(List<Activity> items, boolean hasMore) {

    /// @param found what was read: one more than asked for tells that there are more
    static ActivityPage of(Span span, List<Activity> found) {
        int surplus = Math.max(0, found.size() - span.limit());
        return new ActivityPage(
                switch (span) {
                    case Span.Before _ -> found.subList(0, found.size() - surplus);
                    case Span.After _ -> found.subList(surplus, found.size());
                },
                surplus > 0);
    }
}
