package dev.atrium.room.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Text;
import dev.atrium.room.live.LiveCommand;
import dev.atrium.room.operation.Operation;
import dev.atrium.room.operation.OperationReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a client says on a socket (`docs/asyncapi.yaml`). What is not valid becomes [Faulty], so that each frame gets
/// its own answer and the socket stays.
sealed interface ClientFrame {

    /// Most frames of one WebSocket message.
    int FRAMES_MAX = 200;

    /// @param replyTo id of the message that it answers; null if it answers none
    /// @param draft key of the draft that it ends; null if it ends none
    record Send(
            String clientId,
            String content,
            @Nullable String replyTo,
            List<String> mentions,
            @Nullable String draft) implements ClientFrame {

        public Send {
            mentions = List.copyOf(mentions);
        }
    }

    /// @param content empty to end the draft
    record Draft(String clientId, String key, String content) implements ClientFrame {}

    /// The client's person has read up to a sequence number.
    record Read(String clientId, long upTo) implements ClientFrame {}

    /// Something shall happen to a message.
    sealed interface Change extends ClientFrame {

        String clientId();

        Command.Change by(Actor author);
    }

    record Edit(String clientId, String message, String content, List<String> mentions) implements Change {

        public Edit {
            mentions = List.copyOf(mentions);
        }

        @Override
        public Command.Change by(Actor author) {
            return new Command.Edit(author, message, content, mentions, clientId);
        }
    }

    record Delete(String clientId, String message) implements Change {

        @Override
        public Command.Change by(Actor author) {
            return new Command.Delete(author, message);
        }
    }

    /// @param reacted whether the reaction shall be there
    record React(String clientId, String message, String emoji, boolean reacted) implements Change {

        @Override
        public Command.Change by(Actor author) {
            return new Command.React(author, message, emoji, reacted);
        }
    }

    /// Operations on the room's objects.
    record Operate(String clientId, List<Operation> operations) implements ClientFrame {

        public Operate {
            operations = List.copyOf(operations);
        }

        Command.Operate by(Actor author) {
            return new Command.Operate(author, operations, clientId, Novelty.LAST_DAY);
        }
    }

    /// The socket shall go on with another credential.
    ///
    /// @param token from the gateway
    record Renew(String clientId, String token) implements ClientFrame {

        /// Does not show the token.
        @Override
        public String toString() {
            return "Renew[" + clientId + "]";
        }
    }

    /// @param time the client's own, for it to find out about the server's; null if it does not ask
    record Ping(@Nullable Number time) implements ClientFrame {}

    /// A relay wants the whole live state anew.
    ///
    /// @param snapshot whether all of the room before it, as of the same moment
    record Refresh(boolean snapshot) implements ClientFrame {}

    /// @param clientId of the frame, if it has a usable one
    record Live(@Nullable String clientId, LiveCommand command) implements ClientFrame {}

    /// @param clientId of the frame, if it has a usable one
    record Faulty(@Nullable String clientId, Problem problem) implements ClientFrame {}

    /// Reads a WebSocket message: one frame or an array of frames.
    static List<ClientFrame> read(byte[] text) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return List.of(faulty(null, "", "not valid JSON"));
        } catch (IOException e) {
            return List.of(faulty(null, "", "not valid UTF-8"));
        }
        if (!json.isArray()) {
            return List.of(frame(json));
        }
        if (json.size() > FRAMES_MAX) {
            return List.of(tooMany());
        }
        List<ClientFrame> frames = new ArrayList<>(json.size());
        json.forEach(element -> frames.add(frame(element)));
        return frames;
    }

    /// The client's id that the frame has, for the answer to it.
    static @Nullable String clientId(ClientFrame frame) {
        return switch (frame) {
            case Send send -> send.clientId();
            case Change change -> change.clientId();
            case Operate operate -> operate.clientId();
            case Renew renew -> renew.clientId();
            case Draft draft -> draft.clientId();
            case Read read -> read.clientId();
            case Ping _, Refresh _ -> null;
            case Live live -> live.clientId();
            case Faulty faulty -> faulty.clientId();
        };
    }

    private static ClientFrame frame(JsonNode json) {
        String type = json.path("type").asText("");
        return switch (type) {
            case "send", "edit", "delete", "react", "unreact", "draft", "read", "renew" -> command(json);
            case "op" -> operate(json);
            case "ping" -> ping(json);
            case "refresh" -> new Refresh(json.path("snapshot").asBoolean());
            default -> {
                String clientId = usableClientId(json);
                yield clientId == null && json.has("clientId")
                        ? unusableClientId()
                        : LiveFrames.read(type, json, clientId)
                                .orElseGet(() -> faulty(clientId, "/type", "must be a type that this protocol has"));
            }
        };
    }

    private static ClientFrame command(JsonNode json) {
        String clientId = usableClientId(json);
        if (clientId == null) {
            return unusableClientId();
        }
        FrameFields fields = new FrameFields(json);
        ClientFrame frame = switch (json.path("type").asText()) {
            case "send" -> {
                String content = fields.content();
                yield new Send(
                        clientId,
                        content,
                        fields.optionalId("replyTo"),
                        fields.mentions(content),
                        fields.optionalDraft());
            }
            case "edit" -> {
                String content = fields.content();
                yield new Edit(clientId, fields.id("id"), content, fields.mentions(content));
            }
            case "draft" -> new Draft(clientId, fields.draft("key"), fields.draftContent());
            case "read" -> new Read(clientId, fields.sequence("upTo"));
            case "delete" -> new Delete(clientId, fields.id("id"));
            case "react" -> new React(clientId, fields.id("id"), fields.emoji(), true);
            case "renew" -> new Renew(clientId, fields.token());
            default -> new React(clientId, fields.id("id"), fields.emoji(), false);
        };
        return fields.fault()
                .<ClientFrame>map(fault -> faulty(clientId, fault.pointer(), fault.detail()))
                .orElse(frame);
    }

    private static ClientFrame operate(JsonNode json) {
        String clientId = usableClientId(json);
        if (clientId == null) {
            return unusableClientId();
        }
        Optional<String> unknown = unknownIn(json, Set.of("type", "clientId", "operations"));
        if (unknown.isPresent()) {
            return faulty(clientId, "/" + unknown.get(), "this property is not known");
        }
        OperationReader reader = new OperationReader(json.get("operations"));
        return reader.refused()
                .<ClientFrame>map(refused -> new Faulty(clientId, refused.problem()))
                .orElseGet(() -> new Operate(clientId, reader.operations()));
    }

    private static ClientFrame ping(JsonNode json) {
        JsonNode time = json.path("time");
        if (!time.isMissingNode() && !(time.isNumber() && Double.isFinite(time.doubleValue()))) {
            return faulty(null, "/time", "must be a number");
        }
        return unknownIn(json, Set.of("type", "time"))
                .<ClientFrame>map(name -> faulty(null, "/" + name, "this property is not known"))
                .orElseGet(() -> new Ping(time.isMissingNode() ? null : time.numberValue()));
    }

    private static Faulty unusableClientId() {
        return faulty(null, "/clientId", "must be a text of 1 to " + Text.CLIENT_ID_MAX + " characters");
    }

    private static @Nullable String usableClientId(JsonNode json) {
        JsonNode clientId = json.path("clientId");
        return clientId.isTextual()
                        && Text.fault(clientId.textValue(), Text.CLIENT_ID_MAX).isEmpty()
                ? clientId.textValue()
                : null;
    }

    private static Optional<String> unknownIn(JsonNode json, Set<String> known) {
        return json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .findFirst();
    }

    private static Faulty tooMany() {
        String detail = "A WebSocket message may carry at most " + FRAMES_MAX + " frames; nothing of it was done.";
        return new Faulty(null, Problem.of(ProblemType.TOO_LARGE, detail));
    }

    static Faulty faulty(@Nullable String clientId, String pointer, String detail) {
        Problem problem = new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "The frame is not valid: " + detail,
                        List.of(Problem.Fault.inBody(pointer, detail)),
                        null)
                .problem();
        return new Faulty(clientId, problem);
    }
}
