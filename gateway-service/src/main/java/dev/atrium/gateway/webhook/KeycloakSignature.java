package dev.atrium.gateway.webhook;

import java.util.List;
import java.util.Optional;

/// The extension of Keycloak that posts its events (`keycloak-events` of Phase Two):
/// `X-Keycloak-Signature: …` over the body. There is no time. What it posts to a webhook
/// (`ext-event-webhook`) has a `uid` in its body, which stays when it is posted again; what its older
/// listener posts (`ext-event-http`) has none, and is known by its content.
final class KeycloakSignature implements HexSignature {

    @Override
    public Optional<String> newSecret() {
        return Optional.of(HexSignature.random());
    }

    @Override
    public Optional<Claim> claim(Delivery delivery) {
        return delivery.header("X-Keycloak-Signature")
                .map(signature -> new Claim(null, delivery.body(), List.of(signature)));
    }

    @Override
    public String messageId(Delivery delivery) {
        return delivery.text("uid")
                .orElseGet(() -> Signature.sha256(delivery.body().getBytes()));
    }
}
