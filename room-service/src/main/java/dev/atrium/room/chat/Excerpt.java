package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a room's memory knows of a [Span], and what must be read from the store beside it.
///
/// @param inMemory ascending, and one more than the span's limit where there are more
/// @param missing what the store has of it; empty if memory has all
public record Excerpt(Span span, List<MessagePosted> inMemory, Optional<Stored> missing) {

    /// A part of a room's messages in the store, all of them older than those in memory.
    ///
    /// @param above exclusive
    /// @param upTo inclusive
    /// @param newestFirst whether the limit keeps the newest or the oldest
    public record Stored(long above, long upTo, int limit, boolean newestFirst) {}

    /// A page of messages, ascending.
    ///
    /// @param hasMore whether there are more in the direction that was asked for
    public record Messages(List<MessagePosted> messages, boolean hasMore) {}

    public Excerpt {
        inMemory = List.copyOf(inMemory);
    }

    static Excerpt of(Window window, Span span) {
        int wanted = span.limit() + 1;
        return switch (span) {
            case Span.Before before -> {
                List<MessagePosted> known = window.newestBefore(before.before(), wanted);
                long upTo = Math.min(window.floor(), before.before() - 1);
                Stored missing = new Stored(0, upTo, wanted - known.size(), true);
                yield new Excerpt(
                        span, known, known.size() < wanted && upTo > 0 ? Optional.of(missing) : Optional.empty());
            }
            case Span.After after -> {
                List<MessagePosted> known = window.oldestAfter(Math.max(after.after(), window.floor()), wanted);
                Stored missing = new Stored(after.after(), window.floor(), wanted, false);
                yield new Excerpt(
                        span, known, after.after() < window.floor() ? Optional.of(missing) : Optional.empty());
            }
        };
    }

    /// The page that was asked for.
    ///
    /// @param stored what the store had of the missing part, ascending
    public Messages with(List<MessagePosted> stored) {
        List<MessagePosted> all = new ArrayList<>(stored);
        all.addAll(inMemory);
        int limit = span.limit();
        boolean hasMore = all.size() > limit;
        return switch (span) {
            case Span.Before _ -> new Messages(all.subList(Math.max(0, all.size() - limit), all.size()), hasMore);
            case Span.After _ -> new Messages(all.subList(0, Math.min(limit, all.size())), hasMore);
        };
    }
}
