package dev.atrium.gateway.signin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/// Whether the identity provider can be used.
@ApplicationScoped
public class ProviderCheck {

    private final Provider provider;

    ProviderCheck(Provider provider) {
        this.provider = provider;
    }

    /// True if the provider tells where to sign in, and its keys, now or seconds ago; else it fails, and
    /// then nobody can sign in. It may take seconds to find out.
    public Uni<Boolean> isWell() {
        return provider.keys().replaceWith(true);
    }
}
