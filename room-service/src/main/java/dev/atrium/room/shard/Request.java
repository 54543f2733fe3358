package dev.atrium.room.shard;

import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What may have to wait until its room is loaded.
sealed interface Request {

    /// @param traceparent trace of the request that caused the command; null if it was not traced
    record Submit(Command command, @Nullable String traceparent, Reply reply) implements Request {

        /// The same, which tells another what becomes of it.
        Submit answering(Reply other) {
            return new Submit(command, traceparent, other);
        }

        /// The same, after the store was asked.
        Submit after(Decision.Question question, Optional<Message> found) {
            return new Submit(command.after(question, found), traceparent, reply);
        }
    }

    record Look(Visit visit) implements Request {}
}
