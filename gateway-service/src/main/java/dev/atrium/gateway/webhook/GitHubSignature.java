package dev.atrium.gateway.webhook;

import java.util.List;
import java.util.Optional;

/// GitHub: `X-Hub-Signature-256: sha256=…` over the body. There is no time, and the delivery's id is
/// not signed: a delivery is known by its content.
final class GitHubSignature implements HexSignature {

    private static final String PREFIX = "sha256=";

    @Override
    public Optional<String> newSecret() {
        return Optional.of(HexSignature.random());
    }

    @Override
    public Optional<Claim> claim(Delivery delivery) {
        return delivery.header("X-Hub-Signature-256")
                .filter(header -> header.startsWith(PREFIX))
                .map(header -> new Claim(null, delivery.body(), List.of(header.substring(PREFIX.length()))));
    }

    @Override
    public String messageId(Delivery delivery) {
        return Signature.sha256(delivery.body().getBytes());
    }
}
