package dev.atrium.gateway.webhook;

import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// A source with the secrets that fit at the moment.
///
/// @param createdBy subject of who registered it
/// @param errand what is to be done with its deliveries, which is nothing for other types than `generic`
record KnownSource(
        UUID id,
        TenantId tenant,
        Scheme scheme,
        SourceType type,
        String createdBy,
        Errand errand,
        List<String> secrets) {

    KnownSource {
        secrets = List.copyOf(secrets);
    }

    /// Whose quotas its deliveries use; may do nothing.
    Caller owner() {
        return new Caller(createdBy, tenant, createdBy, Set.of(), Set.of());
    }

    /// Does not show the secrets.
    @Override
    public String toString() {
        return "KnownSource[" + id + "]";
    }
}
