package dev.atrium.gateway.webhook;

import dev.atrium.platform.identity.TenantId;
import java.util.List;
import java.util.UUID;

/// A source with the secrets that fit at the moment.
record KnownSource(UUID id, TenantId tenant, Scheme scheme, List<String> secrets) {

    KnownSource {
        secrets = List.copyOf(secrets);
    }

    /// Does not show the secrets.
    @Override
    public String toString() {
        return "KnownSource[" + id + "]";
    }
}
