package dev.atrium.room.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a room's memory knows of a [Span], and what must be read from the store beside it.
///
/// @param inMemory ascending, and one more than the span's limit where there are more
/// @param missing what the store has of it; empty if memory has all
/// @param unstored what the store may not know yet of that
public record Excerpt(Span span, List<Message> inMemory, Optional<Stored> missing, Unstored unstored) {

    /// A part of a room's messages in the store, all of them older than those in memory.
    ///
    /// @param above exclusive
    /// @param upTo inclusive
    /// @param newestFirst whether the limit keeps the newest or the oldest
    /// @param replyTo only the messages that answer this one; null for all
    /// @param answersUpTo answers to them up to this sequence number are in the store, too
    public record Stored(
            long above,
            long upTo,
            int limit,
            boolean newestFirst,
            @Nullable String replyTo,
            long answersUpTo) {}

    /// A page of messages, ascending.
    ///
    /// @param hasMore whether there are more in the direction that was asked for
    public record Messages(List<Message> messages, boolean hasMore) {}

    public Excerpt {
        inMemory = List.copyOf(inMemory);
    }

    static Excerpt of(Window window, Span span, @Nullable String replyTo) {
        Predicate<Message> filter =
                message -> replyTo == null || replyTo.equals(message.posted().replyTo());
        int wanted = span.limit() + 1;
        return switch (span) {
            case Span.Before before -> {
                List<Message> known = window.newestBefore(before.before(), wanted, filter);
                long upTo = Math.min(window.floor(), before.before() - 1);
                Stored missing = new Stored(0, upTo, wanted - known.size(), true, replyTo, window.floor());
                yield known.size() < wanted && upTo > 0
                        ? new Excerpt(span, known, Optional.of(missing), window.unstored())
                        : new Excerpt(span, known, Optional.empty(), Unstored.NOTHING);
            }
            case Span.After after -> {
                List<Message> known = window.oldestAfter(Math.max(after.after(), window.floor()), wanted, filter);
                Stored missing = new Stored(after.after(), window.floor(), wanted, false, replyTo, window.floor());
                yield after.after() < window.floor()
                        ? new Excerpt(span, known, Optional.of(missing), window.unstored())
                        : new Excerpt(span, known, Optional.empty(), Unstored.NOTHING);
            }
        };
    }

    /// The page that was asked for.
    ///
    /// @param stored what the store had of the missing part, ascending
    public Messages with(List<Message> stored) {
        List<Message> all = new ArrayList<>(stored.size() + inMemory.size());
        stored.stream().map(unstored::over).forEach(all::add);
        all.addAll(inMemory);
        int limit = span.limit();
        boolean hasMore = all.size() > limit;
        return switch (span) {
            case Span.Before _ -> new Messages(all.subList(Math.max(0, all.size() - limit), all.size()), hasMore);
            case Span.After _ -> new Messages(all.subList(0, Math.min(limit, all.size())), hasMore);
        };
    }
}
