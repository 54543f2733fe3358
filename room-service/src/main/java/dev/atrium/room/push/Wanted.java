package dev.atrium.room.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Mentions;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Text;
import dev.atrium.room.operation.OperationReader;
import dev.atrium.room.operation.Verdict;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What another program wants to happen in a room. By its client's id each of them is idempotent for ever, or by
/// itself.
sealed interface Wanted {

    /// The command, checked as the API does it; empty if only a newer version of the suite can do it.
    ///
    /// @throws IllegalArgumentException if nobody can ever do it; the message says why
    Optional<Command> by(Actor author, String clientId);

    /// @param message id for the message; null for any
    /// @param replyTo id of the message that it answers; null if it answers none
    record Post(
            @Nullable String message,
            String content,
            @Nullable String replyTo,
            List<String> mentions) implements Wanted {

        @Override
        public Optional<Command> by(Actor author, String clientId) {
            demandContent(content, mentions);
            String id = message == null ? Ids.next().toString() : message;
            return Optional.of(new Command.Post(author, id, content, clientId, null, replyTo, mentions, Novelty.EVER));
        }
    }

    record Edit(String message, String content, List<String> mentions) implements Wanted {

        @Override
        public Optional<Command> by(Actor author, String clientId) {
            demandContent(content, mentions);
            return Optional.of(new Command.Edit(author, message, content, mentions, clientId));
        }
    }

    record Delete(String message) implements Wanted {

        @Override
        public Optional<Command> by(Actor author, String clientId) {
            return Optional.of(new Command.Delete(author, message));
        }
    }

    /// @param operations as JSON, as in the API
    record Operate(String operations) implements Wanted {

        @Override
        public Optional<Command> by(Actor author, String clientId) {
            OperationReader reader = new OperationReader(list());
            Optional<Verdict.Refused> refused = reader.refused();
            if (refused.isPresent()) {
                throw new IllegalArgumentException(refused.get().detail());
            }
            return Optional.of(new Command.Operate(author, reader.operations(), clientId, Novelty.EVER));
        }

        /// Numbers of PostgreSQL's JSON may be longer, and its values deeper, than the API takes.
        private JsonNode list() {
            try {
                return Json.read(operations, JsonNode.class);
            } catch (UncheckedIOException e) {
                throw new IllegalArgumentException("operations have numbers that are too long, or too many levels", e);
            }
        }
    }

    /// Of a newer version of the suite, of which there are nodes already, or were.
    record Unknown() implements Wanted {

        @Override
        public Optional<Command> by(Actor author, String clientId) {
            return Optional.empty();
        }
    }

    private static void demandContent(String content, List<String> mentions) {
        demand("content", Text.fault(content, Text.CONTENT_MAX));
        demand("mentions", Mentions.fault(content, mentions));
    }

    private static void demand(String what, Optional<String> fault) {
        fault.ifPresent(text -> {
            throw new IllegalArgumentException(what + " " + text);
        });
    }
}
