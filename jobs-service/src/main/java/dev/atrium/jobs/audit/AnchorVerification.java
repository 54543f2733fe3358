package dev.atrium.jobs.audit;

import dev.atrium.platform.audit.AnchorKeys;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The keys by which services believe the gateway: anchors, and callers.
final class AnchorVerification {

    @Produces
    @Singleton
    AnchorKeys keys(@ConfigProperty(name = "atrium.keys") Path keys) {
        return AnchorKeys.in(keys.resolve("jwks.json"));
    }
}
