package dev.atrium.gateway.upstream;

import dev.atrium.platform.identity.InternalTokens;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The key by which the gateway vouches for callers (GW-5).
final class SigningKey {

    @Produces
    @Singleton
    InternalTokens tokens(@ConfigProperty(name = "atrium.keys") Path keys) {
        return InternalTokens.signedWith(keys.resolve("gateway.jwk"));
    }
}
