package dev.atrium.jobs.webhook;

import dev.atrium.jobs.secret.SecretPlace;
import dev.atrium.platform.identity.TenantId;
import java.util.UUID;

/// Where an endpoint is found, and the id of its execution.
record EndpointKey(TenantId tenant, UUID id) {

    private static final SecretPlace.Kind SECRETS =
            new SecretPlace.Kind("webhook_secret", "endpoint", "webhook-endpoint");

    static EndpointKey parse(String execution) {
        int slash = execution.indexOf('/');
        return new EndpointKey(
                new TenantId(execution.substring(0, slash)), UUID.fromString(execution.substring(slash + 1)));
    }

    /// Where its secrets are kept, and what the values of its headers are sealed for.
    SecretPlace secrets() {
        return new SecretPlace(SECRETS, tenant, id);
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
