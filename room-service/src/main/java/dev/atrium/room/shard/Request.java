package dev.atrium.room.shard;

import dev.atrium.room.chat.Command;
import org.jspecify.annotations.Nullable;

/// What may have to wait until its room is loaded.
sealed interface Request {

    /// @param traceparent trace of the request that caused the command; null if it was not traced
    record Submit(Command command, @Nullable String traceparent, Reply reply) implements Request {}

    record Look(Visit visit) implements Request {}
}
