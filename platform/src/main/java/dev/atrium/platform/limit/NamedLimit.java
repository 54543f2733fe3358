package dev.atrium.platform.limit;

import dev.atrium.platform.identity.TenantId;
import java.util.Map;

/// A limit beside those that come with the suite ([Limit]): one that is configured.
///
/// @param policy its name, which clients see: small letters, digits and hyphens, and that of no other limit
/// @param whose use is counted together
/// @param quota that holds where no other one does; [Quota#UNLIMITED] if there is none
/// @param ofTenants quotas that hold for single tenants in its place, unless the operator has set others
///     ([TenantLimits])
public record NamedLimit(String policy, Whose whose, Quota quota, Map<TenantId, Quota> ofTenants) {

    public NamedLimit {
        ofTenants = Map.copyOf(ofTenants);
    }

    /// @throws IllegalArgumentException for a quota of what is held at one time: it is requests that are counted
    public static void demandFit(Quota quota) {
        if (quota.isHeld()) {
            throw new IllegalArgumentException(
                    "'" + quota + "' does not fit, it takes quotas with a time, such as 60/1M");
        }
    }
}
