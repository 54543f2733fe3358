package dev.atrium.jobs.webhook;

import dev.atrium.platform.signature.StandardWebhooks;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How what is sent to an endpoint is signed.
enum SignatureKind {
    /// With a secret that the receiver has, too.
    V1,
    /// With a key of which the receiver has the public half.
    V1A;

    /// What is needed to sign.
    ///
    /// @param secret never shown if there is a public key
    /// @param publicKey null for shared secrets
    record Made(String secret, @Nullable String publicKey) {

        /// What the receiver has to be told, once; null if it is told the public key.
        @Nullable
        String shown() {
            return publicKey == null ? secret : null;
        }

        /// Does not show the secret.
        @Override
        public String toString() {
            return "Made";
        }
    }

    static Optional<SignatureKind> labelled(String label) {
        return Arrays.stream(values()).filter(k -> k.label().equals(label)).findFirst();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Made make() {
        return switch (this) {
            case V1 -> new Made(StandardWebhooks.newSecret(), null);
            case V1A -> {
                StandardWebhooks.Keys keys = StandardWebhooks.newKeys();
                yield new Made(keys.secret(), keys.publicKey());
            }
        };
    }
}
