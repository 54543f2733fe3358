package dev.atrium.jobs.webhook;

import dev.atrium.platform.identity.TenantId;
import java.util.UUID;

/// Where an endpoint is found, and the id of its execution.
record EndpointKey(TenantId tenant, UUID id) {

    static EndpointKey parse(String execution) {
        int slash = execution.indexOf('/');
        return new EndpointKey(
                new TenantId(execution.substring(0, slash)), UUID.fromString(execution.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
