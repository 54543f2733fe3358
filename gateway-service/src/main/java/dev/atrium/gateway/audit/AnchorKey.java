package dev.atrium.gateway.audit;

import dev.atrium.platform.audit.AnchorSigner;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The key by which the gateway vouches for the ends of audit trails: the one by which it vouches for
/// callers.
final class AnchorKey {

    @Produces
    @Singleton
    AnchorSigner signer(@ConfigProperty(name = "atrium.keys") Path keys) {
        return AnchorSigner.with(keys.resolve("gateway.jwk"));
    }
}
