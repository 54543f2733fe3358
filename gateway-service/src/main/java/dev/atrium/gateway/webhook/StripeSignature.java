package dev.atrium.gateway.webhook;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Stripe: `Stripe-Signature: t=…,v1=…` over time and body; a repeated event has the same `id` in its
/// body.
final class StripeSignature implements HexSignature {

    private static final String TIME = "t=";
    private static final String TAG = "v1=";

    @Override
    public Optional<Claim> claim(Delivery delivery) {
        String header = delivery.headers().get("Stripe-Signature");
        if (header == null) {
            return Optional.empty();
        }
        List<String> parts = Arrays.stream(header.split(",")).map(String::strip).toList();
        List<String> signatures = values(parts, TAG);
        return values(parts, TIME).stream()
                .findFirst()
                .flatMap(seconds -> Signature.time(seconds)
                        .map(at -> new Claim(at, Buffer.buffer(delivery.behind(seconds + ".")), signatures)));
    }

    @Override
    public String messageId(Delivery delivery) {
        return delivery.text("id")
                .orElseGet(() -> Signature.sha256(delivery.body().getBytes()));
    }

    private static List<String> values(List<String> parts, String name) {
        return parts.stream()
                .filter(part -> part.startsWith(name))
                .map(part -> part.substring(name.length()))
                .toList();
    }
}
