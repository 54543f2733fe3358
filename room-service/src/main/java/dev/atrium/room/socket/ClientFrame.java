package dev.atrium.room.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.Text;
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

    record Send(String clientId, String content) implements ClientFrame {}

    record Ping() implements ClientFrame {}

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
        List<ClientFrame> frames = new ArrayList<>(json.size());
        json.forEach(element -> frames.add(frame(element)));
        return frames;
    }

    /// The client's id that the frame has, for the answer to it.
    static @Nullable String clientId(ClientFrame frame) {
        return switch (frame) {
            case Send send -> send.clientId();
            case Ping _ -> null;
            case Faulty faulty -> faulty.clientId();
        };
    }

    private static ClientFrame frame(JsonNode json) {
        return switch (json.path("type").asText("")) {
            case "send" -> send(json);
            case "ping" ->
                unknownIn(json, Set.of("type"))
                        .<ClientFrame>map(name -> faulty(null, "/" + name, "this property is not known"))
                        .orElseGet(Ping::new);
            default -> faulty(usableClientId(json), "/type", "must be 'send' or 'ping'");
        };
    }

    private static ClientFrame send(JsonNode json) {
        String clientId = usableClientId(json);
        if (clientId == null) {
            return faulty(null, "/clientId", "must be a text of 1 to " + Text.CLIENT_ID_MAX + " characters");
        }
        JsonNode content = json.path("content");
        if (!content.isTextual()) {
            return faulty(clientId, "/content", "must be a text");
        }
        Optional<String> fault = Text.fault(content.textValue(), Text.CONTENT_MAX);
        if (fault.isPresent()) {
            return faulty(clientId, "/content", fault.get());
        }
        return unknownIn(json, Set.of("type", "clientId", "content"))
                .<ClientFrame>map(name -> faulty(clientId, "/" + name, "this property is not known"))
                .orElseGet(() -> new Send(clientId, content.textValue()));
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

    private static Faulty faulty(@Nullable String clientId, String pointer, String detail) {
        Problem problem = new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "The frame is not valid: " + detail,
                        List.of(Problem.Fault.inBody(pointer, detail)),
                        null)
                .problem();
        return new Faulty(clientId, problem);
    }
}
