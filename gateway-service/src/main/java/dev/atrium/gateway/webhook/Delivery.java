package dev.atrium.gateway.webhook;

import dev.atrium.platform.web.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request that claims to come from a source.
///
/// @param headers case-insensitive
/// @param body as it came, byte for byte
record Delivery(MultiMap headers, Buffer body) {

    private static final int TEXT_MAX = 200;

    /// A header that must not be longer than anybody sends it; empty if it is absent.
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty() && value.length() <= TEXT_MAX);
    }

    /// A text at the top of a JSON body; empty if there is none, or the body is something else.
    Optional<String> text(String property) {
        try {
            @Nullable
            String text = Json.MAPPER
                    .reader()
                    .readTree(body.getBytes())
                    .path(property)
                    .textValue();
            return Optional.ofNullable(text).filter(t -> !t.isEmpty() && t.length() <= TEXT_MAX);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The body behind a text.
    byte[] behind(String prefix) {
        return Buffer.buffer(prefix.getBytes(StandardCharsets.UTF_8))
                .appendBuffer(body)
                .getBytes();
    }
}
