package dev.atrium.room.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is left of the answers to a message: neither deleted nor hidden.
///
/// @param count how many there are, counted up to [#COUNT_MAX]
/// @param lastAt when the newest of them was posted; null if there is none
public record Replies(int count, @Nullable Instant lastAt) {

    /// Beyond this, answers are not counted.
    public static final int COUNT_MAX = 1_000;

    /// Nothing is left.
    public static final Replies NONE = new Replies(0, null);

    public Replies {
        count = Math.min(count, COUNT_MAX);
    }

    /// Both together.
    ///
    /// @param newer answers that were posted after all of these
    Replies and(Replies newer) {
        return new Replies(count + newer.count, newer.lastAt == null ? lastAt : newer.lastAt);
    }
}
