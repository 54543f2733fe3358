package dev.atrium.gateway.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/// What stands for a text that is not to be told: the same at all gateways as long as they have the same key for
/// sessions first, and not to be computed by anybody else.
@ApplicationScoped
public class Pseudonyms {

    private final SessionKeys keys;

    Pseudonyms(SessionKeys keys) {
        this.keys = keys;
    }

    /// Whether this installation has such a key.
    public boolean areThere() {
        return !keys.all().isEmpty();
    }

    /// 32 bytes.
    ///
    /// @throws dev.atrium.platform.problem.ProblemException `unavailable` if this installation has no such key
    public byte[] of(String text) {
        return keys.present().mac(("pseudonym\n" + text).getBytes(StandardCharsets.UTF_8));
    }
}
