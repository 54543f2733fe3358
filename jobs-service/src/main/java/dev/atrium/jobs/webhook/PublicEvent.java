package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that happened, as those outside are told it.
///
/// @param id always the same for what happened: the `webhook-id`
/// @param body the payload in the form of Standard Webhooks, at most [#MAX_BYTES] in UTF-8
/// @param said the message whose text it tells; null if it tells none
record PublicEvent(
        String id,
        String type,
        Instant at,
        String body,
        Audience audience,
        @Nullable Said said) {

    static final int MAX_BYTES = 256 << 10;

    /// What a message says since an event in its room.
    ///
    /// @param message its id
    /// @param sequence number of the event
    record Said(String message, long sequence) {}

    @JsonPropertyOrder({"type", "timestamp", "data"})
    record Payload(String type, Instant timestamp, Object data) {}

    /// @param source unique for what happened
    static PublicEvent of(String source, PublicType type, Instant at, Object data, Audience audience) {
        return new PublicEvent(id(source), type.typeName(), at, body(type, at, data), audience, null);
    }

    /// The same, of a message whose text it tells.
    PublicEvent telling(String textOf, long sequence) {
        return new PublicEvent(id, type, at, body, audience, new Said(textOf, sequence));
    }

    static String id(String source) {
        return "msg_" + Ids.named("webhook-event:" + source).toString().replace("-", "");
    }

    static String body(PublicType type, Instant at, Object data) {
        String body = Json.write(new Payload(type.typeName(), at, data));
        return body.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                ? body
                : Json.write(new Payload(type.typeName(), at, Map.of("tooLarge", true)));
    }
}
