package dev.atrium.room.socket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.Emoji;
import dev.atrium.room.chat.Mentions;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The properties of a frame. Remembers the first that is not valid; those that nobody asked for are not known.
final class FrameFields {

    /// @param pointer JSON pointer to the property
    record Fault(String pointer, String detail) {}

    private static final int TOKEN_MAX = 4_096;

    private final JsonNode json;
    private final Set<String> known = new HashSet<>(Set.of("type", "clientId"));
    private @Nullable Fault fault;

    FrameFields(JsonNode json) {
        this.json = json;
    }

    /// What is not valid. To be asked when all was read.
    Optional<Fault> fault() {
        return Optional.ofNullable(fault)
                .or(() -> json.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(name -> !known.contains(name))
                        .findFirst()
                        .map(name -> new Fault("/" + name, "this property is not known")));
    }

    String content() {
        String content = text("content");
        Text.fault(content, Text.CONTENT_MAX).ifPresent(detail -> fault("content", detail));
        return content;
    }

    /// Id of a message.
    String id(String name) {
        String id = text(name);
        if (RoomKey.parseId(id).isEmpty()) {
            fault(name, "must be the id of a message");
        }
        return id;
    }

    @Nullable
    String optionalId(String name) {
        known.add(name);
        return json.path(name).isMissingNode() || json.path(name).isNull() ? null : id(name);
    }

    /// A signed token, as yet unverified.
    String token() {
        String token = text("token");
        if (token.isEmpty() || token.length() > TOKEN_MAX) {
            fault("token", "must have 1 to " + TOKEN_MAX + " characters");
        }
        return token;
    }

    /// Key of a draft.
    String draft(String name) {
        String key = text(name);
        Draft.keyFault(key).ifPresent(detail -> fault(name, detail));
        return key;
    }

    @Nullable
    String optionalDraft() {
        known.add("draft");
        return json.path("draft").isMissingNode() || json.path("draft").isNull() ? null : draft("draft");
    }

    String draftContent() {
        String content = text("content");
        Draft.contentFault(content).ifPresent(detail -> fault("content", detail));
        return content;
    }

    long sequence(String name) {
        known.add(name);
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            fault(name, "must be a whole number from 0");
            return 0;
        }
        return value.longValue();
    }

    String emoji() {
        String emoji = text("emoji");
        Emoji.fault(emoji).ifPresent(detail -> fault("emoji", detail));
        return emoji;
    }

    List<String> mentions(String content) {
        known.add("mentions");
        JsonNode handles = json.path("mentions");
        List<String> mentions = new ArrayList<>();
        for (JsonNode handle : handles) {
            if (!handle.isTextual()) {
                fault("mentions", "must be texts");
            } else if (!mentions.contains(handle.textValue())) {
                mentions.add(handle.textValue());
            }
            if (mentions.size() > Mentions.MAX) {
                break;
            }
        }
        if (!handles.isMissingNode() && !handles.isNull() && !handles.isArray()) {
            fault("mentions", "must be a list");
        }
        Mentions.fault(content, mentions).ifPresent(detail -> fault("mentions", detail));
        return mentions;
    }

    private String text(String name) {
        known.add(name);
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            fault(name, "must be a text");
            return "";
        }
        return value.textValue();
    }

    private void fault(String name, String detail) {
        if (fault == null) {
            fault = new Fault("/" + name, detail);
        }
    }
}
