package dev.atrium.room.shard;

import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import org.jspecify.annotations.Nullable;

/// What may have to wait until its room is loaded.
sealed interface Request {

    /// @param traceparent trace of the request that caused the command; null if it was not traced
    record Submit(Command command, @Nullable String traceparent, Reply reply) implements Request {

        /// The same, after the store was asked in vain.
        Submit afterAsking(Decision.AskStore question) {
            return command instanceof Command.Post post
                    ? new Submit(post.afterAsking(question), traceparent, reply)
                    : this;
        }
    }

    record Look(Visit visit) implements Request {}
}
