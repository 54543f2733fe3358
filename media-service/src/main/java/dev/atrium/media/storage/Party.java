package dev.atrium.media.storage;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.request.ForwardedFor;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// Among whom [Shares] are shared.
///
/// @param name of the party
/// @param person somebody in it; null: the party is nobody but itself
public record Party(String name, @Nullable String person) {

    /// Of who asks for something of a tenant. Who belongs to no organisation has nothing in common with others but the
    /// address.
    ///
    /// @param subject who asks
    public static Party of(TenantId tenant, String subject, HttpServerRequest request) {
        return tenant.equals(TenantId.COMMONS)
                ? new Party("address " + ForwardedFor.of(request), null)
                : new Party("tenant " + tenant, subject);
    }
}
