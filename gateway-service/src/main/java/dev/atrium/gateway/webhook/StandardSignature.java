package dev.atrium.gateway.webhook;

import dev.atrium.platform.signature.StandardWebhooks;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Standard Webhooks 1.0.0: `v1` with a shared secret (`whsec_…`), `v1a` with the source's public key
/// (`whpk_…`). Svix sends the same with headers of its own name.
final class StandardSignature implements Signature {

    private static final String ID = "id";
    private static final Pattern ID_FORM = Pattern.compile("[\\x21-\\x7E]+");

    @Override
    public boolean isSecret(String text) {
        return StandardWebhooks.isForChecking(text);
    }

    @Override
    public String form() {
        return "must be 'whsec_' and 24 to 64 bytes in base 64, or 'whpk_' and an Ed25519 key in base 64";
    }

    @Override
    public Optional<String> newSecret() {
        return Optional.of(StandardWebhooks.newSecret());
    }

    @Override
    public Optional<Claim> claim(Delivery delivery) {
        String prefix = prefix(delivery);
        Optional<String> id = delivery.header(prefix + ID)
                .filter(text -> ID_FORM.matcher(text).matches());
        Optional<String> time = delivery.header(prefix + "timestamp");
        String signatures = delivery.headers().get(prefix + "signature");
        if (id.isEmpty() || time.isEmpty() || signatures == null) {
            return Optional.empty();
        }
        Buffer signed = Buffer.buffer(delivery.behind(id.get() + "." + time.get() + "."));
        return Signature.time(time.get()).map(at -> new Claim(at, signed, List.of(signatures.split(" "))));
    }

    @Override
    public boolean fits(Claim claim, String secret) {
        return StandardWebhooks.fits(secret, claim.signed().getBytes(), claim.signatures());
    }

    @Override
    public String messageId(Delivery delivery) {
        return delivery.header(prefix(delivery) + ID).orElseThrow();
    }

    /// Either all headers have the names of Svix, which is what Clerk and others send, or none has.
    private static String prefix(Delivery delivery) {
        return delivery.headers().contains("svix-id") ? "svix-" : "webhook-";
    }
}
