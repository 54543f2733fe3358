package dev.atrium.gateway.webhook;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/// Slack: `X-Slack-Signature: v0=…` over time and body; a repeated event has the same `event_id` in its
/// body.
final class SlackSignature implements HexSignature {

    private static final String TIME = "X-Slack-Request-Timestamp";
    private static final String TAG = "v0=";

    @Override
    public Optional<Claim> claim(Delivery delivery) {
        Optional<String> signature = delivery.header("X-Slack-Signature").filter(header -> header.startsWith(TAG));
        Optional<String> time = delivery.header(TIME);
        if (signature.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        Buffer signed = signed(delivery, time.get());
        return Signature.time(time.get())
                .map(at -> new Claim(at, signed, List.of(signature.get().substring(TAG.length()))));
    }

    /// Commands and clicks have no id: with its time each of them is another one.
    @Override
    public String messageId(Delivery delivery) {
        return delivery.text("event_id")
                .orElseGet(() -> Signature.sha256(
                        signed(delivery, delivery.header(TIME).orElseThrow()).getBytes()));
    }

    /// What Slack wants to hear when an address is registered there; empty for all other deliveries.
    static Optional<String> challenge(Delivery delivery) {
        return delivery.text("type")
                .filter(type -> type.equals("url_verification"))
                .flatMap(_ -> delivery.text("challenge"));
    }

    private static Buffer signed(Delivery delivery, String time) {
        return Buffer.buffer(delivery.behind("v0:" + time + ":"));
    }
}
