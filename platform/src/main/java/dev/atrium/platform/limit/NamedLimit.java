package dev.atrium.platform.limit;

import dev.atrium.platform.identity.TenantId;
import java.util.Map;

/// A limit beside those that come with the suite ([Limit]): one that is configured.
///
/// @param policy its name, which clients see: small letters, digits and hyphens, and that of no other limit
/// @param whose use is counted together
/// @param quota that holds where no other one does; [Quota#UNLIMITED] if there is none
/// @param ofTenants quotas that hold for single tenants in its place
public record NamedLimit(String policy, Whose whose, Quota quota, Map<TenantId, Quota> ofTenants) {

    public NamedLimit {
        ofTenants = Map.copyOf(ofTenants);
    }
}
